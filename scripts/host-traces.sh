#!/usr/bin/env bash
# Searches every file of images for what belongs to this host: its name, addresses, name servers, the user who builds, and the
# archive that its own apt fetches from.
#   host-traces.sh IMAGE...
# Not searched for: names of fewer than four letters and such as every system has (localhost, root), addresses of the loopback, and
# what recipes themselves write: the addresses in distributions/. Not searched: files that are to the byte as their package has them,
# and the others in `exceptions` below. Its own lines say what was left out. The file systems must be ext4.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: host-traces.sh IMAGE..." >&2; exit 2; }
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d "${TMPDIR:-/var/tmp}/traces.XXXXXX")
trap 'rm -rf "$work"' EXIT

common='^(localhost(\.localdomain)?|root|host|debian|ubuntu|linux|nobody|runner|build|builder|admin|user|users|[^.:]{0,3})$'
words() {
  { uname -n; hostname -f 2> /dev/null; printf '%s\n' "${SUDO_USER:-}" "$(id -un)"; } | sort -u
}
addresses() {
  # The last three are the name servers of QEMU's network, which installers and the appliance have.
  { hostname -I | tr ' ' '\n'; printf '%s\n' 169.254.2.3 10.0.2.3 fec0::3; sed -n 's/^nameserver *\([^ ]*\).*/\1/p' /etc/resolv.conf; } | sort -u | grep -v '^$'
}
mirrors() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null | grep -oE 'https?://[^/ ]+' | sort -u |
    grep -vxFf <(cat "$root"/distributions/*.yaml | grep -oE 'https?://[^/" ]+' | sort -u) || true
}
words | grep -v '^$' | grep -vE "$common" > "$work/words" || true
addresses | grep -vE '^(127\.|::1$|0\.0\.0\.0$)' > "$work/addresses" || true
mirrors > "$work/mirrors"
echo "searched for: $(cat "$work/words" "$work/addresses" "$work/mirrors" | tr '\n' ' ')"
echo "left out: $(words | grep -E "$common" | tr '\n' ' ')and what distributions/ name"

# What is made of packages' own words: dpkg's database, Python's compiled files.
exceptions='/var/lib/dpkg/(info/.*|status|available)$|/__pycache__/[^/]*[.]pyc$'
# Of the files named on standard input, those that are not to the byte as a package has them.
changed() {
  cat ./*/var/lib/dpkg/info/*.md5sums | cut -d' ' -f1 | sort -u > "$work/shipped"
  while read -r file; do md5sum "$file"; done | sort | join -v 1 - "$work/shipped" | cut -d' ' -f2-
}

failed=0
for image; do
  qemu-img convert -O raw "$image" "$work/raw"
  mkdir "$work/tree"
  for start in $(/usr/sbin/sfdisk -J "$work/raw" | /usr/bin/python3 -c 'import json,sys; [print(p["start"]*512) for p in json.load(sys.stdin)["partitiontable"]["partitions"]]'); do
    mkdir "$work/tree/$start"
    # Fails where there is no ext4; owners that cannot be set do not matter here.
    /usr/sbin/debugfs -R "rdump / $work/tree/$start" "$work/raw?offset=$start" > /dev/null 2>&1 || true
  done
  files=$(find "$work/tree" -type f | wc -l)
  [ "$files" -gt 100 ] || { echo "FAILED: $image: no files found"; exit 1; }
  cd "$work/tree"
  {
    [ ! -s "$work/words" ] || grep -rlawF -f "$work/words" . || true
    [ ! -s "$work/addresses" ] || grep -rlawF -f "$work/addresses" . || true
    [ ! -s "$work/mirrors" ] || grep -rlaF -f "$work/mirrors" . || true
  } | sort -u | { grep -vE "$exceptions" || true; } | changed | sort > "$work/found"
  cd "$root"
  if [ -s "$work/found" ]; then
    failed=$((failed + 1))
    echo "FAILED: $image has traces of this host in:"
    sed 's/^/  /' "$work/found"
  else
    echo "ok: $image: nothing of this host in $files files"
  fi
  rm -rf "$work/tree" "$work/raw"
done
[ $failed = 0 ]
