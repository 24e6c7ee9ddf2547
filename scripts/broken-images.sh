#!/usr/bin/env bash
# Fifteen images that are broken on purpose, and one that is not: each of the fifteen must be stopped, for the right reason, and the
# one must pass. What a recipe can break is built and must fail its build; what Kiln resets by itself is broken in a copy of a finished
# image, as somebody else's may be, and must be found by `kiln scan` or `kiln test`. Prints a table: image, how it was stopped, words.
#   broken-images.sh [NAME…]     only these
# The images derive from debian-13-bootstrap, whose layers may come from the user's store. KILN names the program; otherwise it is
# .build/release/kiln. Takes about 40 minutes on two cores without KVM.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
base=debian-13-bootstrap
work=$(mktemp -d "${TMPDIR:-/var/tmp}/broken.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
from=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
store=$work/store
mkdir -p "$store" "$work/recipes"
if [ -d "$from/layers" ]; then
  cp -al "$from/." "$store" 2> /dev/null || cp -a --reflink=auto "$from/." "$store"
  # What is written in place must not be shared.
  find "$store" -name '*lock' -type f -exec sh -c 'for f; do cp -p "$f" "$f.own" && mv "$f.own" "$f"; done' sh {} +
fi
if "$kiln" doctor --store "$store" --format json | grep -q '"tcg:'; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi

wanted=" $* "
failed=0
selected() { [ "$wanted" = "  " ] || [[ $wanted == *" $1 "* ]]; }
verdict() { # name, what stopped it, a pattern of words, log, its status
  local line
  # What is told before the failure may have the same words.
  line=$(sed -n '/: failed$/,$p' "$4" | grep -m 1 -E -- "$3" || true)
  [ "$2" = build ] || line=$(grep -v '^opening ' "$4" | grep -m 1 -E -- "$3" || true)
  if [ "$5" = 0 ]; then
    failed=1
    printf '%-22s %-8s %s\n' "$1" "NOT STOPPED" "$(tail -n 1 "$4")"
  elif [ -z "$line" ]; then
    failed=1
    printf '%-22s %-8s %s\n' "$1" "FOR ANOTHER REASON" "$(tail -n 4 "$4" | tr '\n' ' ')"
  else
    printf '%-22s %-8s %s\n' "$1" "$2" "$(echo "$line" | cut -c 1-140)"
  fi
}

# A recipe whose script breaks what it makes: its build must fail.
built() { # name, pattern; the script on standard input
  local name=$1 pattern=$2 status=0
  { echo '#!/bin/sh'; echo 'set -eu'; cat; } > "$work/recipes/$name.sh"
  printf 'name: %s\nparent: %s\nversion: "1"\nprovision: [{script: %s.sh}]\n%s' "$name" "$base" "$name" "${more:-}" \
    > "$work/recipes/$name.yaml"
  selected "$name" || return 0
  "$kiln" build "$name" --recipes "$work/recipes" --store "$store" -o "$work/out" > "$work/$name.log" 2>&1 || status=$?
  verdict "$name" build "$pattern" "$work/$name.log" "$status"
}

# A finished image, changed by somebody else: it must be found by a look into it, or by a boot of it.
changed() { # name, verb, pattern; guestfish's commands on standard input
  local name=$1 verb=$2 pattern=$3 status=0
  local commands
  commands=$(cat)
  selected "$name" || return 0
  cp --reflink=auto "$sound" "$work/$name.qcow2"
  guestfish --format=qcow2 -a "$work/$name.qcow2" -i <<< "$commands"
  "$kiln" "$verb" "$work/$name.qcow2" --store "$store" > "$work/$name.log" 2>&1 || status=$?
  verdict "$name" "$verb" "$pattern" "$work/$name.log" "$status"
  rm "$work/$name.qcow2"
}

echo "== an image that is sound"
cat > "$work/recipes/sound.yaml" <<YAML
name: sound
parent: $base
version: "1"
provision: [{script: sound.sh}]
YAML
printf '#!/bin/sh\ntrue\n' > "$work/recipes/sound.sh"
"$kiln" build sound --recipes "$work/recipes" --store "$store" -o "$work/out" > "$work/sound.log" 2>&1 || {
  cat "$work/sound.log"
  echo "FAILED: the sound image was stopped"
  exit 1
}
tail -n 1 "$work/sound.log"
sound=$work/out/sound-1.qcow2

echo "== broken by a recipe"
built no-boot-loader 'wrote nothing|no login|does not boot' <<'SH'
dd if=/dev/zero of=/dev/vda bs=440 count=1 conv=notrunc
SH
built missing-disk 'emergency mode' <<'SH'
echo 'UUID=01234567-89ab-cdef-0123-456789abcdef /data ext4 defaults,x-systemd.device-timeout=5s 0 2' >> /etc/fstab
SH
built failing-unit 'broken.service' <<'SH'
cat > /etc/systemd/system/broken.service <<UNIT
[Service]
Type=oneshot
ExecStart=/bin/false
[Install]
WantedBy=multi-user.target
UNIT
systemctl enable broken.service
SH
built no-ssh '[Ss][Ss][Hh]' <<'SH'
echo 'NoSuchKeyword yes' > /etc/ssh/sshd_config.d/00-broken.conf
SH
built no-network '[Ss][Ss][Hh]|network' <<'SH'
mkdir -p /etc/cloud/cloud.cfg.d
echo 'network: {config: disabled}' > /etc/cloud/cloud.cfg.d/99-none.cfg
rm -rf /etc/netplan/* /etc/network/interfaces /etc/network/interfaces.d/* /etc/systemd/network/*
for unit in systemd-networkd.service systemd-networkd.socket NetworkManager.service networking.service; do
  ln -sf /dev/null /etc/systemd/system/$unit
done
SH
built full-disk 'full|space|[Ss][Ss][Hh]|failed' <<'SH'
dd if=/dev/urandom of=/var/lib/ballast bs=1M 2> /dev/null || true
sync
SH
built private-key-left 'private key' <<'SH'
mkdir -p /opt/app
cat > /opt/app/key.pem <<KEY
-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
KEY
SH
built password-left 'password' <<'SH'
echo 'root:$6$abcdefgh$UySnHbZ0Vh4ZtSuX2hoS.fLTZxXx5DoFfDUm3a1pkF0q0O1JbCXCvVgBwD3C4oM1pUVe5eTOHs1ULK5ACB1Rv1' | chpasswd -e
SH
built unfinished-package 'is half-configured' <<'SH'
sed -i '/^Package: cloud-guest-utils$/,/^$/s/^Status: .*/Status: install ok half-configured/' /var/lib/dpkg/status
SH
built clock-in-1970 '[Cc]lock' <<'SH'
cat > /etc/systemd/system/old-clock.service <<UNIT
[Unit]
DefaultDependencies=no
After=local-fs.target time-set.target
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/date -s 1970-01-02
[Install]
WantedBy=sysinit.target
UNIT
systemctl enable old-clock.service
systemctl mask systemd-timesyncd.service
SH

echo "== broken in a finished image"
secret=AKIA$(tr -dc A-Z0-9 < /dev/urandom | head -c 16 || true)
changed secret-in-free-space scan 'free space|no file' <<FISH
write /root/credentials "aws_access_key_id = $secret\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzEXAMPLEK\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQ\n"
sync
rm /root/credentials
FISH
changed machine-id scan 'machine.id' <<'FISH'
write /etc/machine-id "0123456789abcdef0123456789abcdef\n"
FISH
changed snakeoil-key scan 'snakeoil|private key' <<'FISH'
mkdir-p /etc/ssl/private
write /etc/ssl/private/ssl-cert-snakeoil.key "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
FISH
changed iscsi-name scan 'iSCSI' <<'FISH'
mkdir-p /etc/iscsi
write /etc/iscsi/initiatorname.iscsi "InitiatorName=iqn.1993-08.org.debian:01:8a2e4bd5a9c\n"
FISH
changed build-mirror scan 'mirror|10[.]0[.]2' <<'FISH'
write /etc/apt/sources.list "deb http://10.0.2.2:3142/debian trixie main\n"
FISH
exit $failed
