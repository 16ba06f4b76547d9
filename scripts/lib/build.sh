# The two halves of a release: the server and the site. Sourced after install.sh.

export EMPIRE_TEST_BINARY="$CARGO_TARGET_DIR/release/empire"

# Both have to come from the same sources: chunk names of one build mean nothing to the other.
# The trials (kill drills, benchmarks) ride along: built apart they would compile the dependencies a second time.
build_server() { cargo build --release --package server --package trials; }

# In release, sharing its dependencies with the server.
build_site() { cargo run --quiet --release --package sitebuild; }
