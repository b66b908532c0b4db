#!/bin/bash
# Request Tracker 5 on PostgreSQL under starman, from Debian's packages, with a configuration of its own.
#   request-tracker.sh install FOLDER
#   request-tracker.sh grow FOLDER POSTGRES-PORT TICKETS    so many more
#   request-tracker.sh serve FOLDER PORT POSTGRES-PORT TICKETS    in the foreground, user root, password `password`
set -euo pipefail
folder=$2
case $1 in
install)
  mkdir -p "$folder"
  if [ ! -e /usr/share/request-tracker5/libexec/rt-server ] || ! command -v starman >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      request-tracker5 rt5-db-postgresql starman >&2
  fi
  ;;
grow)
  PGPASSWORD=x psql -h 127.0.0.1 -p "$3" -U postgres -d rt5 -q -v tickets="$4" \
    -f "$(dirname "$0")/tickets.sql" >&2
  ;;
serve)
  mkdir -p "$folder/site.d" "$folder/var/session_data" "$folder/var/mason_data"
  cat >"$folder/site.pm" <<CONFIG
Set(\$rtname, 'bench');
Set(\$Organization, 'bench.example.com');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $3);
Set(\$DatabaseType, 'Pg');
Set(\$DatabaseHost, '127.0.0.1');
Set(\$DatabasePort, '$4');
Set(\$DatabaseName, 'rt5');
Set(\$DatabaseUser, 'rt');
Set(\$DatabasePassword, 'x');
Set(\$DatabaseRequireSSL, 0);
Set(\$MailCommand, 'testfile');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'error');
1;
CONFIG
  export RT_SITE_CONFIG="$folder/site.pm" RT_SITE_CONFIG_DIR="$folder/site.d"
  export PGPASSWORD=x
  rt-setup-database-5 --action init --dba postgres --dba-password x >&2
  "$0" grow "$folder" "$4" "$5"
  exec starman --workers 8 --preload-app --max-requests 1000000 --keepalive-timeout 60 --listen "127.0.0.1:$3" \
    /usr/share/request-tracker5/libexec/rt-server
  ;;
esac
