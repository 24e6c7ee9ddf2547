#!/bin/sh
# Holds Kiln's reading of kickstart against pykickstart's: each line of its own tests, judged by both for each release. Needs the
# package registry, and the tests built (swift build --build-tests).
set -eu
cd "$(dirname "$0")/.."
scripts/install-validators.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=$PWD/.build/validators/bin/python
package=$(grep '^pykickstart==' scripts/validators.txt)
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
  --dest "$work" "$package"
tar -xzf "$work"/pykickstart-*.tar.gz -C "$work" --strip-components 1
"$python" scripts/pykickstart-lines.py "$work" > "$work/lines.json"
KILN_PYKICKSTART_LINES=$work/lines.json swift test --skip-build --filter PykickstartLinesTests
