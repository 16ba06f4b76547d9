# Installs what is missing and nothing else. Sourced after base.sh.

APT_UPDATED=

# apt_install PACKAGE…: as root or through sudo; otherwise say what to type.
apt_install() {
  have apt-get || fail "Missing: $*. Install it with this system's package manager and run the script again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if have sudo && sudo -n true 2>/dev/null; then
      as_root=(sudo)
    elif have sudo && [ -t 0 ]; then
      say "sudo may ask for your password to install: $*"
      as_root=(sudo)
    else
      fail "Missing: $*. Install it and run the script again: sudo apt-get install $*"
    fi
  fi
  if [ -z "$APT_UPDATED" ]; then
    "${as_root[@]}" apt-get update -qq || fail "apt-get update failed: check this machine's package sources."
    APT_UPDATED=yes
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install $*"
}

# need_debian COMMAND PACKAGE…: install the packages unless the command is there.
need_debian() {
  local command=$1
  shift
  have "$command" || step "Install $*" apt_install "$@"
}

need_rust() {
  have cargo || fail "Rust is missing: install it with rustup (package \"rustup\" of your system, or rustup's own page), then run the script again."
  local wanted found
  wanted="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
  found="$(rustc --version | cut -d' ' -f2)"
  [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n1)" = "$wanted" ] ||
    fail "Rust $wanted or newer is needed, this is $found: run \"rustup update stable\"."
  # The linker and the C compiler: SQLite and ring are built from source.
  need_debian cc gcc libc6-dev
}

need_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ] && return
  have rustup || fail "The Rust target wasm32-unknown-unknown is missing: install it the way Rust was installed, or use rustup."
  step "Install the Rust target wasm32-unknown-unknown" rustup target add wasm32-unknown-unknown
}

need_node() {
  have node || step "Install nodejs" apt_install nodejs npm
  have npm || step "Install npm" apt_install npm
  local major
  major="$(node --version | sed 's/^v\([0-9]*\).*/\1/')"
  [ "$major" -ge 20 ] || fail "Node.js 20 or newer is needed, this is $(node --version)."
}

# need_npm FOLDER: npm ci, unless node_modules is that of the lock file.
need_npm() {
  local folder=$1 lock mark
  mark="$folder/node_modules/.empire-lock"
  lock="$(cksum <"$folder/package-lock.json")"
  [ -f "$mark" ] && [ "$(cat "$mark")" = "$lock" ] && return
  step "npm ci in ${folder#./}" npm_ci "$folder"
  printf '%s' "$lock" >"$mark"
}

# Browsers come from the system, never from npm.
npm_ci() { (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error); }
