#!/usr/bin/env bash
# Shows what two builds of the same recipe differ in: every file whose content differs, or that only one of them has, is explained by
# a line of scripts/twice-differences.txt, or is told, and the script fails.
#   twice-test.sh NAME [OPTION...]        builds NAME twice, in stores of their own; options are those of `kiln build`
#   twice-test.sh --compare DISK DISK     takes two disks that were built
# KILN names the program; MEDIA a store whose media both builds may use; KEEP=1 keeps the work folder. Needs guestfish.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/twice.XXXXXX")
finish() { [ "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"; }
trap finish EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

build() { # place, words of kiln build
  mkdir -p "$work/$1/store"
  [ ! -e "${MEDIA:-$HOME/.local/share/kiln}/media" ] || cp -al "${MEDIA:-$HOME/.local/share/kiln}/media" "$work/$1/store/"
  local start=$SECONDS
  "$kiln" build "${@:2}" --store "$work/$1/store" -o "$work/$1/out" > "$work/$1/log" 2>&1 ||
    { tail -n 30 "$work/$1/log"; exit 1; }
  echo "built ${*:2} in $((SECONDS - start)) s"
}
listing() { # disk
  guestfish --ro --format=qcow2 -a "$1" -i tar-out / - |
    /usr/bin/python3 -c '
import hashlib, sys, tarfile
for e in (archive := tarfile.open(fileobj=sys.stdin.buffer, mode="r|")):
    data = archive.extractfile(e).read() if e.isreg() else b""
    name = "/" + e.name.lstrip("./")
    print(name, e.type.decode(), f"{e.mode:o} {e.uid}:{e.gid}", e.linkname or "-", hashlib.sha256(data).hexdigest(), sep="\t")
while sys.stdin.buffer.read(1 << 20): pass' | sort
}

case ${1:-} in
--compare) one=$2 two=$3 ;;
"" | -*) echo "usage: twice-test.sh NAME [OPTION...] | --compare DISK DISK" >&2; exit 2 ;;
*)
  build one "$@"
  build two "$@"
  one=$(echo "$work"/one/out/*.qcow2) two=$(echo "$work"/two/out/*.qcow2)
  ;;
esac
listing "$one" > "$work/one.list"
listing "$two" > "$work/two.list"
/usr/bin/python3 - "$work/one.list" "$work/two.list" scripts/twice-differences.txt <<'PYTHON'
import fnmatch, sys

def read(path):
    with open(path) as file:
        return dict(line.rstrip("\n").split("\t", 1) for line in file)

one, two = read(sys.argv[1]), read(sys.argv[2])
rules = []
with open(sys.argv[3]) as file:
    for number, line in enumerate(file, 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.strip().partition("  ")
        if not reason.strip():
            sys.exit(f"{sys.argv[3]}:{number}: a pattern without a reason")
        rules.append([pattern, reason.strip(), 0])
if min(len(one), len(two)) < 1000:
    sys.exit(f"FAILED: only {len(one)} and {len(two)} files were read")
unexplained = []
for path in sorted(one.keys() | two.keys()):
    if one.get(path) == two.get(path):
        continue
    rule = next((rule for rule in rules if fnmatch.fnmatchcase(path, rule[0])), None)
    if rule:
        rule[2] += 1
    else:
        how = "only in the second" if path not in one else "only in the first" if path not in two else "differs"
        unexplained.append(f"{path}: {how}")
for pattern, reason, count in rules:
    if count:
        print(f"explained: {count} of {pattern}: {reason}")
for line in unexplained:
    print(f"UNEXPLAINED: {line}")
print(f"{len(one)} files, {len(unexplained)} differences without an explanation")
sys.exit(bool(unexplained))
PYTHON
