#!/bin/sh
# Writes the lists in names/ anew from this host's packages: tzdata, locales, xkb-data.
set -eu
cd "$(dirname "$0")/../names"
version() { dpkg-query -W -f '${Version}' "$1"; }
head() { printf '# %s\n# From %s %s by scripts/names.sh; one name a line.\n' "$1" "$2" "$(version "$2")"; }

{
  head 'Time zones: zones and links of the tz database.' tzdata
  awk '$1 == "Z" { print $2 } $1 == "L" { print $3 }' /usr/share/zoneinfo/tzdata.zi | LC_ALL=C sort -u
} > timezones.txt
{
  head 'Locales that glibc has sources of.' locales
  { echo C; echo POSIX; awk '{ print $1 }' /usr/share/i18n/SUPPORTED; } | LC_ALL=C sort -u
} > locales.txt
{
  head 'Keyboard layouts of X.' xkb-data
  awk '/^! / { inside = $2 == "layout"; next } inside && NF { print $1 }' /usr/share/X11/xkb/rules/base.lst |
    LC_ALL=C sort -u
} > keyboards.txt
