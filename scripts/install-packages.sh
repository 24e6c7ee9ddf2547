#!/bin/sh
# Installs what a list names and this machine lacks; does nothing, and needs no root, when all is there.
#   install-packages.sh [LIST]     scripts/packages.txt when none is named
set -eu
list=${1:-$(dirname "$0")/packages.txt}

missing=
for package in $(grep -v '^#' "$list"); do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done

if [ -n "$missing" ]; then
  echo "Installing with apt:$missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then as_root=sudo; fi
  $as_root apt-get update -q
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

if ! command -v swift > /dev/null; then
  echo "Swift 6.2 or newer is not on PATH: install the toolchain for this system from https://www.swift.org/install/linux/" >&2
  exit 4
fi
