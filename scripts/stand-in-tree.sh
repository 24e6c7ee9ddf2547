#!/usr/bin/env bash
# Writes six recipes over the stand-in installer, two distributions and four that derive from them: base, other, web and mail, wiki
# and shop.
#   stand-in-tree.sh FOLDER
set -euo pipefail
folder=${1:?usage: stand-in-tree.sh FOLDER}
"$(dirname "$0")/stand-in-recipes.sh" "$folder" base other
child() { # name, parent
  cat > "$folder/$1.yaml" <<RECIPE
name: $1
parent: $2
version: "1"
files: [{source: page.html, to: /srv/$1.html}]
provision: [{script: set-up.sh, env: {WHO: $1}}]
RECIPE
}
child web base
child wiki web
child shop web
child mail other
echo page > "$folder/page.html"
cat > "$folder/set-up.sh" <<'SCRIPT'
#!/bin/sh
set -eu
i=0
while [ $i -lt 2000 ]; do echo "$WHO $i"; i=$((i + 1)); done > "/srv/$WHO.txt"
SCRIPT
