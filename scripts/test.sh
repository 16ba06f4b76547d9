#!/usr/bin/env bash
# Every check of the project, with its own PostgreSQL: installs what is missing, runs all steps even after a failure, and
# ends with a table and "N passed, N failed". For daily work: bash scripts/test.sh --only tidy,clippy

# shellcheck source=scripts/lib/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/base.sh"
# shellcheck source=scripts/lib/install.sh
source scripts/lib/install.sh
# shellcheck source=scripts/lib/postgres.sh
source scripts/lib/postgres.sh
# shellcheck source=scripts/lib/build.sh
source scripts/lib/build.sh

STEPS=(format tidy boundaries secrets licences clippy wasm server site size tests kill journeys)
ONLY=

usage() {
  printf 'usage: bash scripts/test.sh [--only step,step]\nsteps: %s\n' "${STEPS[*]}"
}

while [ $# -gt 0 ]; do
  case "$1" in
    --only)
      ONLY="${2:-}"
      shift 2 || { usage >&2; exit 2; }
      ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
for wanted in ${ONLY//,/ }; do
  [[ " ${STEPS[*]} " == *" $wanted "* ]] || { printf 'no such step: %s\n' "$wanted" >&2; usage >&2; exit 2; }
done

# wanted STEP…: whether any of these steps will run.
wanted() {
  local name
  if [ -z "$ONLY" ]; then
    for name in "$@"; do
      [[ " ${STEPS[*]} " == *" $name "* ]] && return 0
    done
    return 1
  fi
  for name in "$@"; do
    [[ ",$ONLY," == *",$name,"* ]] && return 0
  done
  return 1
}

# --- steps

step_format() { cargo fmt --all --check; }
step_tidy() { cargo xtask tidy; }
step_boundaries() { cargo xtask boundaries; }
step_secrets() { cargo xtask secrets; }

step_licences() {
  if have cargo-deny; then
    cargo deny --offline check bans licenses sources
  else
    echo "cargo-deny is not installed: the light check of xtask instead"
  fi && cargo xtask licences
}

step_clippy() {
  # `frontend` is browser only: on the host it would mix the two halves of `app`.
  cargo clippy --workspace --exclude frontend --all-targets -- -D warnings &&
    cargo clippy --package frontend --package formclient --target wasm32-unknown-unknown -- -D warnings &&
    cargo clippy --package app --features hydrate --target wasm32-unknown-unknown -- -D warnings
}

step_wasm() { cargo check --package shared --target wasm32-unknown-unknown; }

# One process a binary: the PostgreSQL template is migrated once for all tests of a process.
step_tests() { cargo test --quiet --workspace --exclude frontend --no-fail-fast; }

step_site() { build_site; }
step_size() { "$CARGO_TARGET_DIR/release/sitebuild" size; }
step_server() { build_server; }

step_kill() {
  local database
  for database in sqlite postgres; do
    cargo xtask kill submit --rounds 3 --database "$database" || return
    cargo xtask kill webhook --rounds 3 --database "$database" || return
    cargo xtask kill shutdown --rounds 3 --database "$database" || return
    cargo xtask kill connections --rounds 2 --database "$database" || return
  done
  cargo xtask kill restart --rounds 2 --database postgres
}

step_journeys() { (cd end2end && npx playwright test); }

# --- what the steps need

say "Checking what is installed"
need_rust
need_debian git git
if wanted clippy wasm site size; then need_wasm_target; fi
if wanted tests kill journeys site size; then need_node; fi
if wanted site size; then need_npm .; fi
if wanted journeys; then
  need_debian chromium chromium
  need_npm end2end
fi
if wanted tests kill journeys; then
  need_postgres
  trap postgres_stop EXIT
  # A signal must run the EXIT trap too, with the exit code of a signal.
  trap 'exit 130' INT
  trap 'exit 143' TERM
  step "Start PostgreSQL" postgres_start
fi

# --- run

SUMMARY=()
PASSED=0
FAILED=0
for name in "${STEPS[@]}"; do
  wanted "$name" || continue
  say "── $name"
  started=$SECONDS
  # In a subshell of its own: `set -e` would not hold inside a condition, and a step cannot end the script.
  set +e
  (set -e; "step_$name")
  code=$?
  set -e
  if [ "$code" -eq 0 ]; then
    result=passed
    PASSED=$((PASSED + 1))
  else
    result=FAILED
    FAILED=$((FAILED + 1))
  fi
  took=$((SECONDS - started))
  say "── $name $result, $took s"
  SUMMARY+=("$(printf '%-12s %-8s %6d' "$name" "$result" "$took")")
done

printf '\n%-12s %-8s %6s\n' step result seconds
printf '%s\n' "${SUMMARY[@]}"
printf 'in %s\n\n' "$(clock $((SECONDS - SCRIPT_STARTED)))"
# The last line of this command is always this one.
trap - EXIT
postgres_stop
printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" -eq 0 ]
