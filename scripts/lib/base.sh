# What every script starts from: the checkout, cargo's target directory, the site, progress lines. Sourced, never run.

set -euo pipefail

EMPIRE_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$EMPIRE_ROOT"

# Outside the checkout: a fresh clone finds what the last one compiled. An own CARGO_TARGET_DIR is respected.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/empire/target}"
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR="$(cd "$CARGO_TARGET_DIR" && pwd)"

# sitebuild writes here, the server reads here.
export EMPIRE_SITE_ROOT="${EMPIRE_SITE_ROOT:-$CARGO_TARGET_DIR/site}"

# rustup puts cargo here and a non-interactive shell does not know it.
[ -d "$HOME/.cargo/bin" ] && PATH="$HOME/.cargo/bin:$PATH"
export PATH

SCRIPT_STARTED=$SECONDS

# clock SECONDS: minutes and seconds.
clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# say TEXT: one progress line with the time since the script started.
say() { printf '[%5s] %s\n' "$(clock $((SECONDS - SCRIPT_STARTED)))" "$*"; }

# fail TEXT: say what is wrong and what to do, and stop.
fail() {
  say "$*" >&2
  exit 1
}

# step NAME COMMAND…: announce, run, report the time it took.
step() {
  local name=$1 started=$SECONDS
  shift
  say "$name …"
  "$@" || fail "$name failed"
  say "$name: $((SECONDS - started)) s"
}

# have COMMAND: whether it can be run.
have() { command -v "$1" >/dev/null 2>&1; }
