#!/usr/bin/env bash
# Makes a Debian package of the program that `make deb` has built, and looks at it with lintian.
#   make-deb.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?usage: make-deb.sh FOLDER}
mkdir -p "$folder"
folder=$(realpath "$folder")

version=$(.build/static/release/kiln version | cut -d' ' -f2)
[ "$(dpkg-parsechangelog -S Version | sed 's/-[^-]*$//')" = "$version" ] ||
  { echo "make-deb.sh: debian/changelog is not of version $version: add an entry for it" >&2; exit 1; }
debian/rules clean
PACKAGES=$folder debian/rules binary
package=$(ls -t "$folder"/kiln_*.deb | head -n 1)
lintian --fail-on error,warning --tag-display-limit 0 "$package"
ls -l "$package"
