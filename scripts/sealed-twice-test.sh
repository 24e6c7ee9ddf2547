#!/usr/bin/env bash
# Shows that an image sealed twice from the same layers is the same: its disks and its SBOMs to the byte, its descriptor, what was found in
# it, and what its provenance says before it is signed, but for times. Fails where anything else differs, and prints it.
#   sealed-twice-test.sh [NAME [OPTION...]]   a recipe whose layers are in the store (standard: debian-13-bootstrap), and options of
#                                             `kiln build`
# Both times the image is sealed, booted, looked into and signed, in stores that have the layers of STORE (standard: the usual store) and
# nothing else. KILN names the program; KEEP=1 keeps the work folder.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
[ -x "$kiln" ] || kiln=$(command -v kiln)
kiln=$(realpath "$kiln")
store=${STORE:-${KILN_STORE:-$HOME/.local/share/kiln}}
name=${1:-debian-13-bootstrap}
[ $# = 0 ] || shift
[ -d "$store/layers" ] || { echo "sealed-twice-test.sh: NOT RUN: $store has no layers: build $name first" >&2; exit 4; }
# Beside the store: layers are linked, not copied.
work=$(mktemp -d "$store/../sealed-twice.XXXXXX")
finish() { [ "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"; }
trap finish EXIT
export KILN_LIBRARY=$PWD KILN_KEYS=$work/keys
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

for turn in one two; do
  mkdir -p "$work/$turn/store"
  for part in format layers media; do
    [ ! -e "$store/$part" ] || cp -al "$store/$part" "$work/$turn/store/"
  done
  start=$SECONDS
  "$kiln" build "$name" --store "$work/$turn/store" -o "$work/$turn/out" "$@" > "$work/$turn/log" 2>&1 ||
    { tail -n 30 "$work/$turn/log"; exit 1; }
  ! diff <(ls "$store/layers") <(ls "$work/$turn/store/layers") | grep '^>' ||
    { echo "sealed-twice-test.sh: NOT RUN: $store lacks layers of $name: build it first" >&2; exit 4; }
  echo "sealed, booted, looked into and signed in $((SECONDS - start)) s"
done

/usr/bin/python3 - "$work/one/out" "$work/two/out" << 'PYTHON'
import base64, difflib, hashlib, json, os, re, sys

one, two = sys.argv[1:]
names = sorted(os.listdir(one))
if names != sorted(os.listdir(two)):
    sys.exit(f"FAILED: {sorted(set(names) ^ set(os.listdir(two)))} is there once only")
names = [name for name in names if not name.endswith(".lock")]

def read(folder, name):
    with open(f"{folder}/{name}", "rb") as file: return file.read()
def digest(folder, name):
    with open(f"{folder}/{name}", "rb") as file: return hashlib.file_digest(file, "sha256").hexdigest()

# Files that may differ in times have digests that may: those are called by the file's name.
digests = {digest(folder, name): f"<digest of {name}>" for folder in (one, two) for name in names if digest(one, name) != digest(two, name)}

def timeless(value, key=None):
    if isinstance(value, dict): return {k: timeless(v, k) for k, v in value.items()}
    if isinstance(value, list): return [timeless(v) for v in value]
    if key == "seconds": return "<seconds>"
    if not isinstance(value, str): return value
    value = digests.get(value, value)
    value = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>", value)
    return re.sub(r"\+\d{8}T\d{6}Z", "+<time>", value)

def document(folder, name):
    value = json.loads(read(folder, name))
    if name.endswith(".dsse.json"): value = json.loads(base64.b64decode(value["payload"]))
    if name.endswith(".tests.json"):
        # Another boot is another machine: what is the same is what was asked, and what came of it.
        value = {"passed": value["passed"], "tests": [(t["name"], t["outcome"]) for t in value["tests"]], "untested": value["untested"],
                 "ports": value.get("ports")}
    return json.dumps(timeless(value), indent=1, sort_keys=True, ensure_ascii=False).splitlines()

exact = (".qcow2", ".spdx.json", ".cdx.json")
failed = []
print(f"{'FILE':44} {'BYTES':>12}  SAME")
for name in names:
    said = "to the byte"
    if digest(one, name) != digest(two, name):
        if name == "SHA256SUMS" or name.endswith((".asc", ".tests.xml")):
            said = "follows from the others"
        elif not name.endswith(".json") or name.endswith(exact):
            said = "NO"
            failed.append(name)
        else:
            said = "but for times" if not name.endswith(".dsse.json") else "but for times, unsigned"
            difference = list(difflib.unified_diff(document(one, name), document(two, name), lineterm="", n=1))
            if difference:
                said = "NO"
                failed.append(name)
                print("\n".join(difference[:40]), file=sys.stderr)
    print(f"{name:44} {os.path.getsize(f'{one}/{name}'):12}  {said}")
for ending in exact + (".json", ".provenance.dsse.json"):
    if not any(name.endswith(ending) for name in names): sys.exit(f"FAILED: nothing ends with {ending}: it was not compared")
if failed: sys.exit(f"FAILED: {', '.join(failed)} differ in more than times")
print("sealed twice: the same")
PYTHON
