# A PostgreSQL cluster of its own for one run of the tests: a free port, a scratch folder, gone afterwards. Sourced after
# install.sh.

POSTGRES_FOLDER=
POSTGRES_BIN=

# The server's programs are not on PATH on Debian: the newest version installed.
postgres_find() {
  local found
  found="$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name initdb -path '*/bin/*' 2>/dev/null | sort -V | tail -n1)"
  if [ -n "$found" ]; then
    POSTGRES_BIN="${found%/initdb}"
  elif have initdb; then
    POSTGRES_BIN="$(dirname "$(command -v initdb)")"
  else
    return 1
  fi
}

need_postgres() {
  postgres_find && return
  step "Install postgresql" apt_install postgresql
  postgres_find || fail "PostgreSQL was installed but its initdb cannot be found."
}

# PostgreSQL refuses to run as root: as root, become the user its package made (or one of our own).
postgres_user() {
  local name
  for name in postgres empire-postgres; do
    if id "$name" >/dev/null 2>&1; then
      printf '%s' "$name"
      return
    fi
  done
  useradd --system --no-create-home --shell /usr/sbin/nologin empire-postgres || return
  printf 'empire-postgres'
}

# as_postgres COMMAND…: run it as somebody who is not root, from a folder that user may read.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd "$POSTGRES_FOLDER" && setpriv --reuid="$(postgres_user)" --regid="$(id -g "$(postgres_user)")" --clear-groups "$@")
  else
    "$@"
  fi
}

# A port nobody listens on. Somebody may take it before we do: postgres_start tries again.
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# Start the cluster and export EMPIRE_TEST_POSTGRES_URL. The databases live as long as the run, so nothing waits for the
# disk, except when called with "durable", as measurements do.
postgres_start() {
  local port unsafe="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  [ "${1:-}" != durable ] || unsafe=
  POSTGRES_FOLDER="$(mktemp -d -t empire-postgres.XXXXXX)"
  chmod 755 "$POSTGRES_FOLDER"
  [ "$(id -u)" -ne 0 ] || chown "$(postgres_user)" "$POSTGRES_FOLDER"
  as_postgres "$POSTGRES_BIN/initdb" --pgdata="$POSTGRES_FOLDER/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$POSTGRES_FOLDER/initdb.log" 2>&1 || {
    cat "$POSTGRES_FOLDER/initdb.log"
    return 1
  }
  for _ in 1 2 3; do
    port="$(free_port)"
    if as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_FOLDER/data" --log="$POSTGRES_FOLDER/data/server.log" --wait --silent \
      --options="-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 $unsafe" \
      start >/dev/null; then
      export EMPIRE_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
      return
    fi
  done
  cat "$POSTGRES_FOLDER/data/server.log"
  return 1
}

# Stop the cluster and remove its folder; harmless when it never started.
postgres_stop() {
  [ -n "$POSTGRES_FOLDER" ] || return 0
  if [ -f "$POSTGRES_FOLDER/data/postmaster.pid" ]; then
    as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_FOLDER/data" --mode=immediate --wait --silent stop >/dev/null || true
  fi
  rm -rf "$POSTGRES_FOLDER"
  POSTGRES_FOLDER=
}
