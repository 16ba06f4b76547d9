#!/usr/bin/env bash
# From a fresh clone to a running Empire with demo data: installs what is missing, builds, migrates, seeds, serves.
# Running it again starts in seconds. Settings: EMPIRE_* variables, see README.md.

# shellcheck source=scripts/lib/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/base.sh"
# shellcheck source=scripts/lib/install.sh
source scripts/lib/install.sh
# shellcheck source=scripts/lib/build.sh
source scripts/lib/build.sh

export EMPIRE_DATA_DIR="${EMPIRE_DATA_DIR:-$EMPIRE_ROOT/data}"

case "${1:-}" in
  "") ;;
  --build-only) ;;
  *) fail "usage: bash scripts/run.sh [--build-only]" ;;
esac

say "Empire: checking what is installed"
need_rust
need_wasm_target
need_node
need_npm .

step "Compile the server and the browser's half (the first time takes minutes)" build_server
step "Build the site" build_site
[ "${1:-}" != "--build-only" ] || exit 0

# Prints the demo sign-in only when it fills the database: kept for the next start.
seed_demo() {
  local output
  output="$("$EMPIRE_TEST_BINARY" seed --if-empty)" || return
  printf '%s\n' "$output"
  if grep -q '^Sign in as ' <<<"$output"; then
    grep '^Sign in as ' <<<"$output" >"$EMPIRE_DATA_DIR/demo-sign-in.txt"
  fi
}

mkdir -p "$EMPIRE_DATA_DIR"
step "Migrate the database" "$EMPIRE_TEST_BINARY" migrate
step "Seed demo data if the database is empty" seed_demo

if [ -f "$EMPIRE_DATA_DIR/demo-sign-in.txt" ]; then
  # The sign-in page shows the demo account too, unless told otherwise.
  export EMPIRE_DEMO="${EMPIRE_DEMO:-true}"
  say "$(cat "$EMPIRE_DATA_DIR/demo-sign-in.txt")"
fi
say "Serving; stop with Ctrl+C"
exec "$EMPIRE_TEST_BINARY" serve
