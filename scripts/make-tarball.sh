#!/usr/bin/env bash
# Makes a tar archive of the program that `make tarball` has built, with its library, documentation and licence: unpack it
# anywhere and run bin/kiln, or into /usr/local with --strip-components=1. scripts/packages.txt lists what it calls.
#   make-tarball.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?usage: make-tarball.sh FOLDER}
mkdir -p "$folder"
version=$(.build/static/release/kiln version | cut -d' ' -f2)
name=kiln-$version-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make --no-print-directory install SWIFT_BUILD=: KILN=.build/static/release/kiln DESTDIR="$work" > /dev/null
mv "$work/usr/local" "$work/$name"
cp LICENSE README.md "$work/$name/"
tar --create --xz --file "$folder/$name.tar.xz" --directory "$work" --owner=0 --group=0 --sort=name "$name"
ls -l "$folder/$name.tar.xz"
