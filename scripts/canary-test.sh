#!/usr/bin/env bash
# Shows that nothing that a build deletes is in a layer or image: builds a child of each distribution, whose script writes 20,000
# lines of a secret and deletes them, and searches the raw bytes of its image and of all its layers for it and for private keys.
#   canary-test.sh [OPTION...] NAME...     options are those of `kiln build`, such as --store, --recipes, --accelerator; NAME is a
#                                          distribution, such as debian-13-bootstrap; one that is in the store is not made again
# KILN names the program; otherwise it is .build/release/kiln, or, where that is missing, the one on PATH.
set -euo pipefail
scripts=$(realpath "$(dirname "$0")")
kiln=${KILN:-$scripts/../.build/release/kiln}
[ -x "$kiln" ] || kiln=$(command -v kiln)
kiln=$(realpath "$kiln")
options=() names=()
while [ $# -gt 0 ]; do
  case $1 in
  --*=*) options+=("$1"); shift ;;
  --*) options+=("$1" "${2:?$1 wants a value}"); shift 2 ;;
  *) names+=("$1"); shift ;;
  esac
done
[ ${#names[@]} -gt 0 ] || { echo "usage: canary-test.sh [OPTION...] NAME..." >&2; exit 2; }
work=$(mktemp -d "${TMPDIR:-/var/tmp}/canary.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/recipes"

# The script holds the whole text itself: it is a deleted file of the image, too.
canary=canary-$(od -An -N10 -tx1 /dev/urandom | tr -d " \n")
cat > "$work/recipes/canary.sh" <<EOF
#!/bin/sh
set -eu
i=0
while [ \$i -lt 20000 ]; do i=\$((i + 1)); echo "line \$i $canary"; done > /var/lib/canary
base64 /var/lib/canary > /root/canary-base64
rev /var/lib/canary > /srv/canary-reversed 2> /dev/null || true
i=0
while [ \$i -lt 200 ]; do i=\$((i + 1)); echo "$canary" > /etc/canary-\$i; done
sync
rm -f /var/lib/canary /root/canary-base64 /srv/canary-reversed /etc/canary-*
echo something else > /etc/after-canary
EOF

failed=0
for name in "${names[@]}"; do
  printf 'name: canary-%s\nparent: %s\nversion: "1"\nprovision: [{script: canary.sh}]\n' "$name" "$name" > "$work/recipes/canary-$name.yaml"
  "$kiln" build "canary-$name" "${options[@]}" --no-test --recipes "$work/recipes" -o "$work/out"
  # Of each disk, the layers that its last one is an overlay of.
  mapfile -t files < <(/usr/bin/python3 - "$work/out/canary-$name-1.json" "${options[@]}" <<'EOF'
import glob, json, os, sys
options = dict(zip(sys.argv[2:], sys.argv[3:]))
store = options.get("--store") or os.environ.get("KILN_STORE") or os.path.join(
    os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "kiln")
for layer in json.load(open(sys.argv[1]))["kiln"]["chain"]:
    print("\n".join(glob.glob(f"{store}/layers/{layer['key']}/*.qcow2")))
EOF
  )
  [ ${#files[@]} -ge 2 ] || { echo "FAILED: $name: its layers are not found"; failed=$((failed + 1)); continue; }
  if "$scripts/raw-search.py" --canary "$canary" "${files[@]}" "$work"/out/canary-"$name"-*.qcow2; then
    echo "ok: $name: no canary and no private key in ${#files[@]} layers and the image"
  else
    echo "FAILED: $name: deleted bytes are in a layer or the image"
    failed=$((failed + 1))
  fi
done
[ $failed = 0 ]
