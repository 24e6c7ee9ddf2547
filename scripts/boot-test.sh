#!/usr/bin/env bash
# Tests a real image as builds do, and shows that a test can fail: boots the newest build of a web server on an overlay, looks into it
# over SSH, and asks for what its recipe does not; then breaks copies of it, each in one way, and expects each to be stopped with
# its own reason. Prints a table.
#   boot-test.sh [IMAGE]    a qcow2 of a web server on a Debian with cloud-init, that serves 'Built by Kiln'; the newest build of `web`
#                           in the store when none is named
# KILN names the program; otherwise it is .build/release/kiln. BROKEN says which copies are made (default: all of them; none for none).
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
store=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=${LIBGUESTFS_BACKEND_SETTINGS:-force_tcg}
if [ $# = 0 ]; then
  image=$(/usr/bin/python3 - "$store" <<'PYTHON'
import glob, json, sys
builds = sorted(glob.glob(f"{sys.argv[1]}/images/builds/web/*.json"))
if builds: print(f"{sys.argv[1]}/images/blobs/sha256/{json.load(open(builds[-1]))['artifacts'][0]['digest']}")
PYTHON
)
  [ -n "$image" ] || { echo "boot-test.sh: SKIPPED: no build of web is in $store: build it with 'kiln build web', or name an image" >&2; exit 0; }
else
  image=$(readlink -f "$1")
fi
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-boot-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0

cat > "$work/tests.yaml" <<'YAML'
test: {second_boot: true}
tests:
  - script: look.sh
    env: {PAGE: /var/www/html}
  - http: {port: 80, body: Built by Kiln}
  - http: {port: 80, path: /none, status: 404}
  # 5355 is systemd-resolved, for names of machines nearby.
  - ports: [22, 80, 5355]
  - services: {nginx: {running: true, enabled: true}, ssh: {running: true}}
  - packages: {nginx-light: {version: "1.*"}, telnetd: {installed: false}}
  - files:
      /etc/ssh/sshd_config: {mode: "0644", owner: root:root}
      /etc/shadow: {mode: "0640", owner: root:shadow}
      /root/.bash_history: {exists: false}
YAML
cat > "$work/look.sh" <<'SCRIPT'
#!/bin/sh -e
[ -d "$PAGE" ]
grep -rq "Built by Kiln" "$PAGE"
SCRIPT
cat > "$work/wrong.yaml" <<'YAML'
tests:
  - script: no.sh
  - http: {port: 80, body: Built by hand}
  - ports: [22]
  - services: {nginx: {enabled: false}}
  - packages: {nginx-light: {version: "0.*"}}
  - files: {/etc/passwd: {mode: "0600"}}
YAML
printf '#!/bin/sh\necho it is so\nexit 3\n' > "$work/no.sh"

row() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" | tee -a "$work/table"; }
outcome() { # report: what failed, in a line
  /usr/bin/python3 - "$1" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
print("; ".join(f"{t['name']}: {t.get('message', '')}" for t in report["tests"] if t["outcome"] == "failed") or "nothing failed")
PYTHON
}
test_image() { # image, report, option…
  "$kiln" test "$1" --store "$work/store" --report "$2" "${@:3}" > "$work/out" 2> "$work/log" && return 0
  [ $? = 1 ] && return 1
  cat "$work/log" >&2; failed=1; return 1
}

start=$SECONDS
if test_image "$image" "$work/good.json" --tests "$work/tests.yaml" --junit "$work/good.xml"; then
  cat "$work/out"
  row "as it is" $((SECONDS - start)) ok
else
  cat "$work/out" "$work/log" >&2; failed=1; row "as it is" $((SECONDS - start)) "$(outcome "$work/good.json")"
fi
/usr/bin/python3 -c 'import sys, xml.etree.ElementTree as e; s = e.parse(sys.argv[1]).getroot()[0]; assert s.get("failures") == "0" and len(s) >= 20, s.attrib' "$work/good.xml" ||
  { failed=1; row "JUnit" 0 "its XML does not say so"; }

start=$SECONDS
if test_image "$image" "$work/wrong.json" --tests "$work/wrong.yaml"; then failed=1; fi
what=$(outcome "$work/wrong.json")
for name in "script no.sh: it ended with status 3: it is so" "http 80/: the page does not have" "ports: 80 is open" \
  "service nginx: it is enabled" "package nginx-light: it is " "file /etc/passwd: its mode is 644"; do
  [[ $what == *"$name"* ]] || { failed=1; echo "boot-test.sh: lacks '$name': $what" >&2; }
done
row "wrong wishes" $((SECONDS - start)) "$what"

broken() { # name, script for guestfish, text that a failed test says
  [[ " ${BROKEN-$1} " == *" $1 "* ]] || return 0
  local disk=$work/$1.qcow2 start=$SECONDS what
  qemu-img create -q -f qcow2 -b "$image" -F qcow2 "$work/overlay.qcow2"
  guestfish --format=qcow2 -a "$work/overlay.qcow2" -i <<< "$2" > /dev/null
  # It stands alone: an image from elsewhere may name no other file.
  qemu-img convert -f qcow2 -O qcow2 -c -o compression_type=zstd "$work/overlay.qcow2" "$disk"
  rm "$work/overlay.qcow2"
  if test_image "$disk" "$work/$1.json"; then failed=1; fi
  what=$(outcome "$work/$1.json")
  [[ $what == *"$3"* ]] || { failed=1; echo "boot-test.sh: $1 should have failed with '$3': $what" >&2; }
  row "$1" $((SECONDS - start)) "$what"
  rm -f "$disk"
}
broken unit 'write /etc/systemd/system/bad.service "[Service]\nType=oneshot\nExecStart=/bin/false\n[Install]\nWantedBy=multi-user.target\n"
ln-s /etc/systemd/system/bad.service /etc/systemd/system/multi-user.target.wants/bad.service' "failed units: bad.service"
broken machine-id 'write /etc/machine-id "0123456789abcdef0123456789abcdef\n"' "machine id: it was in the image"
broken ssh 'ln-sf /dev/null /etc/systemd/system/ssh.service
ln-sf /dev/null /etc/systemd/system/ssh.socket' "an SSH server is installed, and none answers"
broken fstab 'write-append /etc/fstab "/dev/disk/by-uuid/00000000-0000-0000-0000-000000000000 /srv ext4 defaults 0 2\n"' "emergency mode"
packages=$(cat <<'GUESTFISH'
sh "sed -i '/^Package: openssh-server$/,/^$/s/^Status: .*/Status: install ok half-configured/' /var/lib/dpkg/status"
GUESTFISH
)
broken packages "$packages" "packages are left half-configured"

column -t -s $'\t' "$work/table"
[ $failed = 0 ] || { echo "boot-test.sh: FAILED"; exit 1; }
echo "boot-test.sh: all is as it should be"
