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

step "Build the server (the first time takes minutes)" build_server
step "Build the site" build_site
[ "${1:-}" != "--build-only" ] || exit 0

mkdir -p "$EMPIRE_DATA_DIR"
step "Migrate the database" "$EMPIRE_BINARY" migrate
step "Seed demo data if the database is empty" "$EMPIRE_BINARY" seed --if-empty

say "Serving; stop with Ctrl+C"
exec "$EMPIRE_BINARY" serve
