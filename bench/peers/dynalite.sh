#!/bin/bash
# dynalite, from npm: the DynamoDB stand-in. It parses a signature and does not verify it; LevelDB does not sync.
#   dynalite.sh install FOLDER
#   dynalite.sh serve FOLDER PORT    in the foreground
set -euo pipefail
folder=$2
case $1 in
install)
  if [ -e "$folder/node_modules/dynalite/cli.js" ]; then exit 0; fi
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund --loglevel=error dynalite@4.0.0 >&2
  ;;
serve)
  rm -rf "$folder/data"
  exec node "$folder/node_modules/dynalite/cli.js" --port "$3" --host 127.0.0.1 --path "$folder/data" \
    --createTableMs 0
  ;;
esac
