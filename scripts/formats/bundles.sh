# shellcheck shell=bash
# Readers of the formats that hold disks, and more; sourced by formats-test.sh. What the Debian packages are called is in
# readers.txt; COT is a Python package, which scripts/install-readers.sh puts into a folder of its own.

PATH=$PATH:${KILN_READERS:-/var/tmp/kiln-readers}/bin

# The blocks of the only file here of a format.
blocks() { # FORMAT FILE
  [ -f "$2" ]
  qemu-img convert -f "$1" -O raw "$2" blocks.raw
  digest < blocks.raw
  rm -f blocks.raw
}

# COT checks the manifest, and writes what it has read as a package of its own.
reader cot cot ova ova-2.0
read_cot() {
  cot info "$1" | grep -q 'Hardware Variant'
  cot -f edit-hardware "$1" -o ./read.ovf --cpus 3 > cot.log 2>&1
  if grep -iE 'warning|error|mismatch' cot.log >&2; then return 1; fi
  blocks vmdk ./*.vmdk
}

# What virt-v2v converts is no longer the guest's disk: it is asked what it has found, once it has checked the manifest. The blocks are
# those that it would convert, at the place in the archive where it reads them.
reader virt-v2v virt-v2v ova
read_virt-v2v() {
  virt-v2v -v -i ova "$1" --print-source > source.txt 2> virt-v2v.log
  grep -qF '[scsi]' source.txt
  grep -q sha1sum virt-v2v.log
  place=$(grep -oE 'json:[^'"'"']*\.ova"[^'"'"']*' virt-v2v.log | tail -n 1)
  qemu-img convert -O raw "$place" blocks.raw
  digest < blocks.raw
}

# tar and the digest programs alone.
reader tar tar ova ova-2.0 libvirt vagrant
read_tar() {
  tar xf "$1"
  case $2 in
    ova) sed 's/SHA1(\(.*\))= \(.*\)/\2  \1/' ./*.mf | sha1sum --check --quiet && blocks vmdk ./*.vmdk ;;
    ova-2.0) sed 's/SHA256(\(.*\))= \(.*\)/\2  \1/' ./*.mf | sha256sum --check --quiet && blocks vmdk ./*.vmdk ;;
    libvirt) blocks qcow2 ./*.qcow2 ;;
    vagrant) blocks qcow2 box.img ;;
  esac
}

# libvirt's schema and its parser: what libguestfs opens are the disks of the domain that libvirt tells of.
reader libvirt virt-xml-validate libvirt
read_libvirt() {
  tar xf "$1"
  virt-xml-validate ./*.xml domain > /dev/null
  # The driver that needs no daemon has a type of domain of its own.
  sed -e "s|/var/lib/libvirt/images/|$PWD/|" -e 's/<domain type="kvm">/<domain type="test">/' ./*.xml > domain.test
  echo "<node><domain file='$PWD/domain.test'/></node>" > node.test
  name=$(virsh --connect "test://$PWD/node.test" list --all --name | head -n 1)
  guestfish --connect "test://$PWD/node.test" --ro --domain "$name" run : checksum-device sha256 /dev/sda
}

reader skopeo skopeo containerdisk
read_skopeo() {
  skopeo --insecure-policy copy --quiet "oci-archive:$1" dir:copy
  tar xf "copy/$(skopeo inspect --raw dir:copy | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["layers"][0]["digest"][7:])')"
  blocks qcow2 disk/*.qcow2
}

reader umoci umoci containerdisk
read_umoci() {
  mkdir layout && tar xf "$1" -C layout
  umoci unpack --image "layout:$(umoci list --layout layout)" bundle > /dev/null
  [ "$(stat -c %u:%g:%a bundle/rootfs/disk/*.qcow2)" = 107:107:440 ]
  blocks qcow2 bundle/rootfs/disk/*.qcow2
}

# A daemon of its own, which needs root and neither systemd nor any machine.
reader lxd lxd incus
read_lxd() {
  export LXD_DIR=$PWD/lxd
  mkdir lxd
  lxd --group root > lxd.log 2>&1 &
  local daemon=$!
  lxd waitready --timeout 60
  lxc image import "$1" "${1%.tar.xz}.qcow2" --alias image > /dev/null
  [ "$(lxc image info image | sed -n 's/^Type: //p')" = virtual-machine ]
  # The name that the image has among others: of both files, one after the other.
  fingerprint=$(lxc image info image | sed -n 's/^Fingerprint: //p')
  [ "$(cat "$1" "${1%.tar.xz}.qcow2" | sha256sum | cut -d ' ' -f 1)" = "$fingerprint" ]
  blocks qcow2 "lxd/images/$fingerprint.rootfs"
  kill "$daemon"
  wait "$daemon" 2> /dev/null || true
}

reader vagrant vagrant vagrant
read_vagrant() {
  VAGRANT_HOME=$PWD/home vagrant box add --name image "$1" > /dev/null
  blocks qcow2 home/boxes/image/0/libvirt/box.img
}

# There are no blocks: the files are what libguestfs' own program takes out of the disk that all formats are made from.
reader get-kernel virt-get-kernel kernel
# shellcheck disable=SC2154
read_get-kernel() {
  virt-get-kernel --format qcow2 -a "$sealed" -o . > names.txt
  cmp "$1" "$(find . -name 'vmlinuz*')" && cmp "${1%-vmlinuz}-initrd" "$(find . -name 'init*')"
  grep -q root= "${1%-vmlinuz}-cmdline"
  echo "$wanted"
}
