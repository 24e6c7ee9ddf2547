#!/bin/sh
# Installs the programs that formats-test.sh has formats read by: Debian packages, and COT from the Python package index into a folder.
set -eu
cd "$(dirname "$0")/.."
sh scripts/install-packages.sh scripts/formats/readers.txt
folder=${KILN_READERS:-/var/tmp/kiln-readers}
[ -x "$folder/bin/cot" ] && exit 0
/usr/bin/python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check cot==2.2.1
