#!/usr/bin/env bash
# Measures what quality targets name and writes docs/benchmarks.md: release builds, a PostgreSQL of its own, one machine.
# Arguments are passed on to `cargo xtask bench`.

# shellcheck source=scripts/lib/base.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/base.sh"
# shellcheck source=scripts/lib/install.sh
source scripts/lib/install.sh
# shellcheck source=scripts/lib/postgres.sh
source scripts/lib/postgres.sh
# shellcheck source=scripts/lib/build.sh
source scripts/lib/build.sh

need_rust
need_wasm_target
need_node
need_npm .
need_postgres

step "Build the server" build_server
step "Build the site" build_site
trap postgres_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# Durable figures need a database that waits for the disk, unlike that of the tests.
step "Start PostgreSQL" postgres_start durable

cargo xtask bench "$@"
