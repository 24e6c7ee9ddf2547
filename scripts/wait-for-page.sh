#!/usr/bin/env bash
# Gets a page from a machine that is still booting: for six minutes, then it ends with 1.
#   wait-for-page.sh URL FILE
set -euo pipefail
url=${1:?usage: wait-for-page.sh URL FILE}
file=${2:?usage: wait-for-page.sh URL FILE}
end=$((SECONDS + 360))
until curl -sf -m 5 "$url" > "$file"; do
  [ $SECONDS -lt $end ] || { echo "wait-for-page.sh: $url served nothing for six minutes" >&2; exit 1; }
  sleep 3
done
