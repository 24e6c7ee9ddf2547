#!/usr/bin/env bash
# Shows that an image with `firmware: uefi-secure` boots with Secure Boot on, and that one which nobody has signed does not: builds a
# bootstrapped Debian, whose boot test must find Secure Boot and a TPM; takes the signature off the kernel, GRUB or shim of copies, each
# of which `kiln test` must stop and say who refused what; boots the copy with the unsigned kernel by a UEFI without Secure Boot, which
# must go well; and kills a test at once, which must leave no TPM behind. Prints a table.
#   secure-boot-test.sh [IMAGE]   the descriptor of such an image, beside its disk; else one is built
# KILN names the program; otherwise it is .build/release/kiln. Takes about 20 minutes on two cores without KVM.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
for need in swtpm:swtpm sbattach:sbsigntool guestfish:guestfish; do
  command -v "${need%:*}" > /dev/null || { echo "secure-boot-test.sh: NOT RUN: ${need%:*} is missing: apt-get install ${need#*:}" >&2; exit 4; }
done
work=$(mktemp -d "${TMPDIR:-/var/tmp}/secure-boot.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=${LIBGUESTFS_BACKEND_SETTINGS:-force_tcg}
store=$work/store
failed=0
row() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" | tee -a "$work/table"; }
outcomes() { # report, tests by name: how they ended, and what they said
  /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
tests = json.load(open(sys.argv[1]))["tests"]
print("; ".join(": ".join(filter(None, [t["name"], t["outcome"], t.get("message")])) for t in tests
                if t["name"] in sys.argv[2:] or t["outcome"] == "failed"))
PYTHON
}

if [ $# = 0 ]; then
  from=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
  # Media need not be fetched again; the layers are its own, since the firmware is in their key.
  mkdir -p "$store" "$work/recipes"
  [ ! -d "$from/media" ] || cp -al "$from/media" "$store/" 2> /dev/null || cp -a --reflink=auto "$from/media" "$store/"
  cat > "$work/recipes/secure.yaml" <<'YAML'
name: secure
parent: debian-13-bootstrap
version: "1"
hardware: {firmware: uefi-secure}
install:
  storage: {table: gpt}
YAML
  start=$SECONDS
  "$kiln" build secure --recipes "$work/recipes" --store "$store" -o "$work/out" > "$work/log" 2>&1 ||
    { cat "$work/log" >&2; row build $((SECONDS - start)) failed; exit 1; }
  image=$work/out/secure-1.json
  what=$(outcomes "$work/out/secure-1.tests.json" boot "Secure Boot" TPM)
  row "as it is built" $((SECONDS - start)) "$what"
else
  image=$(readlink -f "$1")
  start=$SECONDS
  "$kiln" test "$image" --store "$store" --report "$work/good.json" > "$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
  what=$(outcomes "$work/good.json" boot "Secure Boot" TPM)
  row "as it is" $((SECONDS - start)) "$what"
fi
[ "$what" = "boot: passed; Secure Boot: passed; TPM: passed" ] || failed=1
disk=$(/usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["disks"][0]["path"])' "$image")

unsigned() { # folder, file in the image: a copy of the image with that file as it was before it was signed
  mkdir "$work/$1"
  cp "$image" "$work/$1/image.json"
  cp --reflink=auto "$(dirname "$image")/$disk" "$work/$1/$disk"
  guestfish --format=qcow2 -a "$work/$1/$disk" -i download "$2" "$work/$1/file"
  sbattach --remove "$work/$1/file"
  guestfish --format=qcow2 -a "$work/$1/$disk" -i upload "$work/$1/file" "$2"
}
refused() { # folder, what a failed test says
  local start=$SECONDS what=
  if "$kiln" test "$work/$1/image.json" --store "$store" --report "$work/$1.json" > "$work/log" 2>&1; then failed=1; fi
  what=$(outcomes "$work/$1.json" boot) || { cat "$work/log" >&2; failed=1; }
  [[ $what == "boot: failed: $2"* ]] || { failed=1; echo "secure-boot-test.sh: $1 should have failed with '$2'" >&2; }
  row "unsigned $1" $((SECONDS - start)) "$what"
}
kernel=$(guestfish --ro --format=qcow2 -a "$(dirname "$image")/$disk" -i glob-expand '/boot/vmlinuz-*' | head -n 1)
unsigned kernel "$kernel"
refused kernel "Secure Boot refused its kernel"
unsigned grub /boot/efi/EFI/BOOT/grubx64.efi
refused grub "Secure Boot refused its boot loader"
unsigned shim /boot/efi/EFI/BOOT/BOOTX64.EFI
refused shim "Secure Boot refused its boot loader"

# Nothing else is wrong with it.
start=$SECONDS
sed -i 's/"uefi-secure"/"uefi"/' "$work/kernel/image.json"
"$kiln" test "$work/kernel/image.json" --store "$store" --report "$work/plain.json" > "$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
row "unsigned kernel, no Secure Boot" $((SECONDS - start)) "$(outcomes "$work/plain.json" boot "Secure Boot")"

tpms() { # those of this store's machines
  local link
  for link in /proc/[0-9]*/cwd; do [[ $(readlink "$link" 2> /dev/null) != "$store"/* ]] || echo "${link//[^0-9]/}"; done
}
start=$SECONDS
"$kiln" test "$image" --store "$store" > "$work/log" 2>&1 &
test=$!
for _ in $(seq 100); do [ -z "$(tpms)" ] || break; sleep 1; done
[ -n "$(tpms)" ] || { failed=1; echo "secure-boot-test.sh: no TPM was started" >&2; }
kill -9 $test
wait $test 2> /dev/null || true
sleep 2
left=$(tpms | wc -l)
[ "$left" = 0 ] || failed=1
row "killed" $((SECONDS - start)) "$left TPMs left"

column -t -s $'\t' "$work/table"
[ $failed = 0 ] || { echo "secure-boot-test.sh: FAILED"; exit 1; }
echo "secure-boot-test.sh: all is as it should be"
