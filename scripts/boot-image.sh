#!/usr/bin/env bash
# Boots an image from its own disks, in the machine and with the firmware that its descriptor tells of; ends with the guest.
# The image stays as it is: what the guest writes goes to an overlay for each disk (FOLDER/vda.qcow2, …), what it says
# on its serial port to FOLDER/serial.log. ACCELERATOR=kvm where that works.
#   boot-image.sh DESCRIPTOR FOLDER [QEMU ARGUMENT…]
set -euo pipefail
descriptor=$(realpath "${1:?usage: boot-image.sh DESCRIPTOR FOLDER [QEMU ARGUMENT…]}")
folder=${2:?usage: boot-image.sh DESCRIPTOR FOLDER [QEMU ARGUMENT…]}
shift 2
mkdir -p "$folder"

# The machine in one line, then its disks: target, file or -, bytes.
/usr/bin/python3 - "$descriptor" > "$folder/machine" <<'EOF'
import json, sys
image = json.load(open(sys.argv[1]))
print(image["os"]["arch"], image["cpu"], image["memory"], image["kiln"]["firmware"])
for disk in image["disks"]: print(disk["target"], disk.get("path", "-"), disk["virtual_size"])
EOF
read -r arch cpus memory firmware < "$folder/machine"
[ "$arch" = x86_64 ] || { echo "boot-image.sh: this is for x86_64 images; $descriptor is for $arch" >&2; exit 4; }

case ${ACCELERATOR:-tcg} in
  kvm) machine=(-accel kvm -cpu host) ;;
  tcg) machine=(-accel tcg,thread=multi -cpu max,la57=off,-cx16) ;;
esac
while read -r target file size; do
  if [ "$file" = - ]; then
    qemu-img create -q -f qcow2 "$folder/$target.qcow2" "$size"
  else
    qemu-img create -q -f qcow2 -b "$(dirname "$descriptor")/$file" -F qcow2 "$folder/$target.qcow2"
  fi
  machine+=(-drive "if=none,id=$target,format=qcow2,cache=unsafe,file=$folder/$target.qcow2" -device "virtio-blk-pci,drive=$target")
done < <(tail -n +2 "$folder/machine")

# Debian's plain pair, with variables that remember nothing: an image must boot by the removable media path.
if [ "$firmware" = uefi ]; then
  [ -f /usr/share/OVMF/OVMF_CODE_4M.fd ] || { echo "boot-image.sh: no UEFI firmware: install ovmf" >&2; exit 4; }
  cp /usr/share/OVMF/OVMF_VARS_4M.fd "$folder/efivars.fd"
  machine+=(-drive if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd
    -drive "if=pflash,unit=1,format=raw,file=$folder/efivars.fd")
fi

exec qemu-system-x86_64 -no-user-config -nodefaults -machine q35 "${machine[@]}" -smp "$cpus" -m "${memory}M" \
  -display none -vga std -device virtio-rng-pci -device pvpanic-pci -serial "file:$folder/serial.log" "$@"
