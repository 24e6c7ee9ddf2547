#!/usr/bin/env bash
# Puts one residue of each kind into an image, in an overlay of it, and shows that kiln scan finds each, and nothing else; the
# image itself must come out clean. One of them is deleted again, so that it is in free space alone.
#   residue-test.sh DISK [KILN-OPTION...]      a qcow2 of a Debian, such as out/debian-13-13.qcow2
# KILN names the program. Needs guestfish.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: residue-test.sh DISK [OPTION...]" >&2; exit 2; }
kiln=${KILN:-$PWD/.build/release/kiln}
disk=$(realpath "$1")
shift
work=$(mktemp -d "${TMPDIR:-/var/tmp}/residue.XXXXXX")
trap 'rm -rf "$work"' EXIT
export LIBGUESTFS_BACKEND=direct
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
fail() { echo "FAILED: $*"; exit 1; }
scan() { # disk, expected status, options
  local status=0
  "$kiln" scan "$1" --store "$work/store" --format json "${@:3}" > "$work/report.json" 2> "$work/log" || status=$?
  [ $status = "$2" ] || { cat "$work/log" "$work/report.json"; fail "kiln scan $1 ended with status $status, not $2"; }
}

scan "$disk" 0 "$@"
echo "ok: $disk is clean"

qemu-img create -q -f qcow2 -F qcow2 -b "$disk" "$work/overlay.qcow2"
openssl genpkey -algorithm ed25519 -out "$work/short.pem" 2> /dev/null
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out "$work/key.pem" 2> /dev/null
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out "$work/gone.pem" 2> /dev/null
hash=$(openssl passwd -6 -salt saltsalt word)
secret=$(openssl rand -hex 16)
echo "$secret" > "$work/secrets"
echo "kiln scan --look-for finds $secret here" > "$work/note"
printf 'root:%s:19000:0:99999:7:::\n' "$hash" > "$work/shadow"
echo '0123456789abcdef0123456789abcdef' > "$work/machine-id"
echo 'deb http://10.0.2.2:3142/debian trixie main' > "$work/build.list"
echo 'InitiatorName=iqn.1993-08.org.debian:01:0123456789ab' > "$work/initiator"
printf 'token = gh%s\n' "p_$(openssl rand -hex 18)" > "$work/token"
echo 'd-i debian-installer/locale string en_US' > "$work/preseed"
echo 'apt-get install secret-thing' > "$work/history"
guestfish --rw --format=qcow2 -a "$work/overlay.qcow2" -i <<GUESTFISH
mkdir-p /opt/app
upload $work/key.pem /opt/app/key.pem
upload $work/short.pem /etc/ssl/private-short.pem
upload $work/note /opt/app/note
copy-attributes /etc/shadow /opt/app/note mode:true ownership:true
upload $work/shadow /etc/shadow
upload $work/machine-id /etc/machine-id
upload $work/build.list /etc/apt/sources.list.d/build.list
mkdir-p /etc/iscsi
upload $work/initiator /etc/iscsi/initiatorname.iscsi
upload $work/token /root/.token
upload $work/preseed /root/answers
upload $work/history /root/.bash_history
mkdir-p /var/log/installer
upload $work/note /var/log/installer/syslog
mkdir-p /etc/ssl/private
upload $work/short.pem /etc/ssl/private/ssl-cert-snakeoil.key
rm-f /etc/resolv.conf
ln-s /srv/nowhere /etc/resolv.conf
write-append /var/lib/dpkg/status "\nPackage: broken\nStatus: install ok half-configured\nVersion: 1\nArchitecture: all\n"
upload $work/gone.pem /opt/app/gone.pem
sync
rm /opt/app/gone.pem
sync
GUESTFISH
qemu-img convert -f qcow2 -O qcow2 "$work/overlay.qcow2" "$work/broken.qcow2"
scan "$work/broken.qcow2" 1 --look-for "$work/secrets" "$@"
/usr/bin/python3 - "$work/report.json" "$secret" schemas/residue.schema.json <<'PYTHON'
import json, sys
text = open(sys.argv[1]).read()
report = json.loads(text)
try:
    import jsonschema
    jsonschema.validate(report, json.load(open(sys.argv[3])))
except ImportError:
    print("NOT CHECKED: the schema, without jsonschema")
found = {(f["kind"], f["path"]) for f in report["findings"]}
expected = {
    ("private-key", "/opt/app/key.pem"), ("private-key", "/etc/ssl/private-short.pem"), ("build-secret", "/opt/app/note"),
    ("build-secret", "/var/log/installer/syslog"), ("password-hash", "/etc/shadow"), ("machine-id", "/etc/machine-id"),
    ("build-address", "/etc/apt/sources.list.d/build.list"), ("build-mirror", "/etc/apt/sources.list.d/build.list"),
    ("identity", "/etc/iscsi/initiatorname.iscsi"), ("token", "/root/.token"), ("answer-file", "/root/answers"),
    ("shell-history", "/root/.bash_history"), ("installer-log", "/var/log/installer/syslog"),
    ("identity", "/etc/ssl/private/ssl-cert-snakeoil.key"), ("private-key", "/etc/ssl/private/ssl-cert-snakeoil.key"),
    ("resolver", "/etc/resolv.conf"), ("half-configured", "/var/lib/dpkg/status"), ("private-key", None),
}
for kind, path in sorted(expected - found, key=str): print(f"MISSED: {kind} in {path}")
for kind, path in sorted(found - expected, key=str): print(f"NOT EXPECTED: {kind} in {path}")
if found != expected or sys.argv[2] in text: sys.exit("FAILED")
print(f"ok: all {len(expected)} residues are found, and nothing else")
PYTHON
