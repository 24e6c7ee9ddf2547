#!/usr/bin/env bash
# Holds images that Kiln did not make against the policy for grid sites: a Debian by mmdebstrap and qemu-img alone, as it is and with
# what nobody should take in. What must be said of each is compared.
#   admit-test.sh
# KILN names the program; otherwise it is .build/release/kiln. Needs root or what mmdebstrap needs, and a mirror (MIRROR; default: the
# host's own).
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-admit.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KILN_STORE=$work/store
suite=${SUITE:-trixie}

mmdebstrap --quiet --variant=minbase --include=openssh-server,cloud-init "$suite" "$work/tree" ${MIRROR:+"$MIRROR"} 2> "$work/mmdebstrap.log" \
  || { tail -n 20 "$work/mmdebstrap.log" >&2; exit 1; }
image() { # NAME: a disk of the tree as it is now
  mke2fs -q -t ext4 -d "$work/tree" "$work/fs" 3G > /dev/null
  qemu-img convert -f raw -O qcow2 "$work/fs" "$work/$1.qcow2"
  rm "$work/fs"
}
echo '/dev/vda / ext4 defaults 0 1' > "$work/tree/etc/fstab"
image plain
# Kept as it should be.
rm -f "$work"/tree/etc/ssh/ssh_host_*; : > "$work/tree/etc/machine-id"
printf 'PasswordAuthentication no\nKbdInteractiveAuthentication no\n' > "$work/tree/etc/ssh/sshd_config.d/10-keys.conf"
image clean
# A way in for somebody else.
# shellcheck disable=SC2016
sed -i 's|^root:[^:]*:|root:$6$salt$hash:|' "$work/tree/etc/shadow"
mkdir -p "$work/tree/var/backups/.ssh"
echo "ssh-ed25519 $(printf '\0\0\0\x0bssh-ed25519\0\0\0 %032d' 7 | base64 -w 0) eve@elsewhere" > "$work/tree/var/backups/.ssh/authorized_keys"
echo 'toor:x:0:0::/var/backups:/bin/bash' >> "$work/tree/etc/passwd"
image open

failures=0
for name in plain clean open; do
  status=0
  "$kiln" admit "$work/$name.qcow2" --policy grid-site --format json > "$work/$name.json" || status=$?
  broken=$(/usr/bin/python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
print(report.get("refused") or " ".join(r["rule"] for r in report["rules"] if not r["admits"]))' "$work/$name.json")
  case $name in
    plain) expected="password_authentication machine_identity" ;;
    clean) expected="" ;;
    open) expected="root_login accounts_with_password authorized_keys" ;;
  esac
  echo "$name: status $status, not kept: ${broken:-nothing}"
  [ "$broken" = "$expected" ] && [ "$status" = "$([ -z "$expected" ] && echo 0 || echo 1)" ] || {
    echo "admit-test.sh: FAILED: $name: expected '$expected'" >&2
    cat "$work/$name.json" >&2
    failures=$((failures + 1))
  }
done
[ "$failures" = 0 ] || exit 1
