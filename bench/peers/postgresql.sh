#!/bin/bash
# PostgreSQL for the peers, from Debian's packages: a cluster of its own in a folder, with its default settings.
#   postgresql.sh install FOLDER
#   postgresql.sh serve FOLDER PORT    in the foreground, user postgres, password x
#   postgresql.sh pgbench FOLDER PORT CLIENTS SECONDS    the floor: the statements of a comment and no more
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$2

newest() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

case $1 in
install)
  if [ -z "$(newest)" ]; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql >&2
  fi
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
  echo x >"$folder/password" && chmod 644 "$folder/password"
  cd "$folder"
  as_postgres "$(newest)/initdb" -D "$folder/cluster" -U postgres --pwfile="$folder/password" \
    --auth=scram-sha-256 -E UTF8 --locale=C >&2
  ;;
serve)
  cd "$folder"
  as_postgres "$(newest)/postgres" -D "$folder/cluster" -p "$3" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= &
  trap 'kill -INT $!; wait $!' TERM INT
  wait $!
  ;;
pgbench)
  export PGHOST=127.0.0.1 PGPORT=$3 PGUSER=postgres PGPASSWORD=x
  if ! "$(newest)/psql" -lqt | grep -q '^ floor '; then
    "$(newest)/createdb" floor
    "$(newest)/psql" -q -d floor -f "$here/floor.sql"
  fi
  "$(newest)/pgbench" -n -M prepared -c "$4" -j 2 -T "$5" -f "$here/floor.pgbench" floor 2>/dev/null
  ;;
esac
