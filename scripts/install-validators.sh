#!/bin/sh
# Installs what scripts/validators.txt pins into .build/validators; does nothing when it is there already.
set -eu
cd "$(dirname "$0")/.."
list=scripts/validators.txt
folder=.build/validators

cmp -s "$list" "$folder/installed.txt" && exit 0
echo "Installing the validators into $folder"
rm -rf "$folder"
/usr/bin/python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$list"
cp "$list" "$folder/installed.txt"
