# The two halves of a release: the server and the site. Sourced after install.sh.

export EMPIRE_TEST_BINARY="$CARGO_TARGET_DIR/release/empire"

# Always these packages together: cargo resolves features for the packages it is asked for, and another choice would
# compile the database layer a second time. The trials are the kill drills and benchmarks.
RELEASE_PACKAGES=(--package server --package trials --package sitebuild)

build_server() { cargo build --release "${RELEASE_PACKAGES[@]}"; }

# From the same sources as the server, always: chunk names of one build mean nothing to the other.
build_site() { build_server && "$CARGO_TARGET_DIR/release/sitebuild"; }
