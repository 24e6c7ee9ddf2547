#!/bin/sh
# Builds the stand-in installer: OUTDIR/vmlinuz and OUTDIR/initrd.gz, from programs and a kernel that Debian
# packages put on this machine. The same inputs give the same bytes, because digests of these files enter keys.
#   build.sh OUTDIR
set -eu
export LC_ALL=C
umask 022

out=${1:?usage: build.sh OUTDIR}
here=$(cd "$(dirname "$0")" && pwd)
programs="/bin/busybox /sbin/mke2fs /sbin/mkfs.fat /sbin/sfdisk /sbin/lvm"
# What the kernel may not have built in: QEMU's disk, network card and panic device, file systems, and LVM.
modules="virtio_pci virtio_blk virtio_net pvpanic-pci ext4 crc32c_generic vfat nls_cp437 nls_ascii dm-mod"

die() { echo "build.sh: $*" >&2; exit 1; }

kernel=$(ls /boot/vmlinuz-*-cloud-amd64 2>/dev/null | sort -V | tail -n 1)
[ -n "$kernel" ] || die "no kernel in /boot: install linux-image-cloud-amd64"
[ -r "$kernel" ] || die "$kernel cannot be read"
release=${kernel#/boot/vmlinuz-}
tree=/lib/modules/$release
for program in $programs; do
  [ -x "$program" ] || die "no $program: install busybox-static, dosfstools, e2fsprogs, fdisk and lvm2"
done

# The files of modules.dep for module $1, the ones that it depends on first; nothing if it is built in.
module_files() {
  name=$(echo "$1" | sed 's/[-_]/[-_]/g')
  line=$(grep -E "/$name\.ko(\.[a-z]+)?:" "$tree/modules.dep" || true)
  echo "$line" | tr -d ':' | awk '{ for (i = NF; i > 0; i--) print $i }'
}

libraries() { ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | sort -u || true; }

ordered=$(for module in $modules; do module_files "$module"; done | awk '!seen[$0]++')
copied=$(for program in $programs; do echo "$program"; libraries "$program"; done | sort -u)

# The stamp names every input by content, so an unchanged input costs nothing and a changed one is never missed.
stamp=$( (cd "$tree" && cat /dev/null $ordered | sha256sum
  sha256sum "$kernel" /etc/mke2fs.conf $copied
  cd "$here" && sha256sum build.sh init udhcpc.script
  find lib system* | sort
  find lib system* -type f | sort | xargs sha256sum) | sha256sum)
mkdir -p "$out"
out=$(cd "$out" && pwd)
if [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/initramfs
mkdir -p "$root/bin" "$root/dev" "$root/etc" "$root/mnt" "$root/proc" "$root/run" "$root/sys" "$root/tmp" \
  "$root/modules"
for file in $copied; do
  mkdir -p "$root$(dirname "$file")"
  cp -L "$file" "$root$file"
done
cp /etc/mke2fs.conf "$root/etc/"
install -m 755 "$here/init" "$root/init"
install -m 755 "$here/udhcpc.script" "$root/udhcpc.script"
mkdir -p "$root/lib/stand-in"
cp -r "$here"/lib/* "$root/lib/stand-in/"
cp -r "$here"/system* "$root/"
for module in $ordered; do
  file=$(basename "$module")
  case $file in
    *.xz) xz -dc "$tree/$module" >"$root/modules/${file%.xz}" ;;
    *.zst) zstd -dcq "$tree/$module" >"$root/modules/${file%.zst}" ;;
    *) cp "$tree/$module" "$root/modules/$file" ;;
  esac
  echo "${file%.ko*}.ko" >>"$root/modules/order"
done
find "$root" -exec touch -h -d @0 {} +
chmod -R u=rwX,go=rX "$root"
(cd "$root" && find . -print0 | sort -z |
  cpio --null --create --format=newc --reproducible --owner=0:0 --quiet) | gzip -n -6 >"$work/initrd.gz"

# Each file comes by rename and the stamp last: an interrupted run is repeated, two at once do no harm.
cp "$kernel" "$work/vmlinuz"
chmod 644 "$work/vmlinuz"
mv "$work/vmlinuz" "$out/vmlinuz"
mv "$work/initrd.gz" "$out/initrd.gz"
echo "$stamp" >"$work/stamp"
mv "$work/stamp" "$out/stamp"
