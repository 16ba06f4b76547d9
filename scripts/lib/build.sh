# The two halves of a release: the server and the site. Sourced after install.sh.

export EMPIRE_TEST_BINARY="$CARGO_TARGET_DIR/release/empire"

# Always these packages together: cargo resolves features for the packages it is asked for, and another choice would
# compile the database layer a second time. The trials are the kill drills and benchmarks.
RELEASE_PACKAGES=(--package server --package trials --package sitebuild)

# The browser's half is compiled beside the server's: either alone leaves a core idle while its last crates are built.
# The command is the one of sitebuild/src/wasm.rs, which then finds its work done; were it another, only time would be lost.
build_server() {
  local browser code=0
  env -u RUSTFLAGS cargo rustc --quiet --package frontend --lib --target wasm32-unknown-unknown --profile wasm-release \
    -- -Clink-arg=--emit-relocs &
  browser=$!
  cargo build --release "${RELEASE_PACKAGES[@]}" || code=$?
  wait "$browser" || code=$?
  return "$code"
}

# From the same sources as the server, always: chunk names of one build mean nothing to the other.
build_site() { build_server && "$CARGO_TARGET_DIR/release/sitebuild"; }
