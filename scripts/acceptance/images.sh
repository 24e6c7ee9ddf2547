#!/usr/bin/env bash
# Holds the images of a distribution and of a web server derived from it against their descriptors, boots two copies of the
# server and looks at what they serve and what they are.
#   images.sh FOLDER BASE WEB     where BASE and WEB name the images with their versions, such as web-1.0.0
set -euo pipefail
folder=$(realpath "${1:?usage: images.sh FOLDER BASE WEB}")
base=${2:?usage: images.sh FOLDER BASE WEB}
web=${3:?usage: images.sh FOLDER BASE WEB}
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/scripts
work=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2> /dev/null || true; rm -rf "$work"' EXIT

passed=0
pass() { passed=$((passed + 1)); echo "ok: $*"; }
fail() { echo "FAILED: $*" >&2; echo "$passed passed, 1 failed"; exit 1; }

cd "$folder"
sha256sum --quiet -c SHA256SUMS && pass "SHA256SUMS"

field() { /usr/bin/python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); print(eval("d"+sys.argv[2]))' "$@"; }

for name in "$base" "$web"; do
  qemu-img check -q "$name.qcow2" || fail "qemu-img check $name"
  qemu-img info --output=json "$name.qcow2" > "$work/info.json"
  [ "$(field "$work/info.json" "['virtual-size']")" = "$(field "$name.json" "['disks'][0]['virtual_size']")" ] || fail "virtual size of $name"
  [ "$(field "$work/info.json" ".get('backing-filename')")" = None ] || fail "$name has a backing file"
  /usr/bin/python3 -c '
import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' "$name.json" "$root/schemas/descriptor.schema.json"
  pass "$name agrees with its descriptor"
done

# What must not be left in an image, and what must agree with virt-inspector.
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=force_tcg
virt-inspector -a "$web.qcow2" > "$work/inspector.xml"
grep -q '<distro>debian</distro>' "$work/inspector.xml" && grep -q '<major_version>13</major_version>' "$work/inspector.xml" || fail "virt-inspector sees another system"
[ "$(grep -c '<application>' "$work/inspector.xml")" = "$(field "$web.json" "['kiln']['packages']")" ] || fail "virt-inspector counts other packages"
pass "virt-inspector agrees"
guestfish --ro -a "$web.qcow2" -i > "$work/look.txt" <<'EOF'
cat /etc/shadow
echo ==leftovers
ls /var/log
ls /root
ls /etc/ssh
ls /tmp
cat /etc/machine-id
EOF
! grep -E '^[^:]+:[^*!:]' "$work/look.txt" || fail "a password hash that is not locked"
pass "no password but locked ones"
! grep -E 'installer|preseed|ssh_host' "$work/look.txt" || fail "leftovers in the image"
pass "no answer file, no installer log, no host key"

# Two copies, booted from their own disks.
boot() { # number
  "$scripts/boot-image.sh" "$web.json" "$work/copy$1" \
    -netdev "user,id=n0,hostfwd=tcp:127.0.0.1:$((18080 + $1))-:80,hostfwd=tcp:127.0.0.1:$((12022 + $1))-:22" -device virtio-net-pci,netdev=n0 \
    -qmp "unix:$work/qmp$1,server,nowait" &
}
boot 1
boot 2
for n in 1 2; do
  "$scripts/wait-for-page.sh" "http://127.0.0.1:$((18080 + n))/" "$work/page$n.html" || true
  grep -q 'Built by Kiln' "$work/page$n.html" || { tail -30 "$work/copy$n/serial.log" >&2; fail "copy $n serves no page"; }
  pass "copy $n serves its page"
  for _ in $(seq 60); do
    ssh-keyscan -T 10 -p $((12022 + n)) -t ed25519 127.0.0.1 2> /dev/null | awk '{print $3}' > "$work/key$n" || true
    [ -s "$work/key$n" ] && break
    sleep 2
  done
  [ -s "$work/key$n" ] || fail "copy $n has no host key"
done
! cmp -s "$work/key1" "$work/key2" || fail "both copies have the same host key"
pass "host keys differ"

/usr/bin/python3 - "$work/qmp1" "$work/qmp2" <<'EOF'
import json, socket, sys
for path in sys.argv[1:]:
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(path)
        f = s.makefile("rw")
        f.readline()
        for command in ("qmp_capabilities", "system_powerdown"):
            f.write(json.dumps({"execute": command}) + "\n"); f.flush(); f.readline()
EOF
for _ in $(seq 60); do [ -z "$(jobs -rp)" ] && break; sleep 2; done
jobs -p | xargs -r kill 2> /dev/null || true
for n in 1 2; do guestfish --ro --format=qcow2 -a "$work/copy$n/vda.qcow2" -i cat /etc/machine-id > "$work/id$n"; done
[ -s "$work/id1" ] && ! cmp -s "$work/id1" "$work/id2" || fail "machine-ids are equal or empty"
pass "machine-ids differ"
echo "$passed passed, 0 failed"
