#!/usr/bin/env bash
# Makes an OCI image with Kiln in it, from the Debian package that `make deb` has made: a Debian unpacked by mmdebstrap, from
# where this host's apt fetches, and wrapped up by umoci. No container engine is needed. Needs root.
#   make-oci.sh FOLDER     takes FOLDER/kiln_*.deb, makes FOLDER/kiln-VERSION.oci.tar
# To load it: podman load -i FILE, or skopeo copy oci-archive:FILE docker://registry.example.org/kiln:VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath "${1:?usage: make-oci.sh FOLDER}")
package=$(find "$folder" -name 'kiln_*.deb' | sort -V | tail -n 1)
[ -n "$package" ] || { echo "make-oci.sh: no kiln_*.deb in $folder: 'make deb' makes one" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "make-oci.sh: needs root" >&2; exit 4; }
version=$(dpkg-deb -f "$package" Version | sed "s/-[^-]*$//")
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-oci.XXXXXX")
trap 'rm -rf "$work"' EXIT

codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
  awk -v codename="$codename" '$2 == codename { print $1; exit }')

umoci init --layout "$work/oci"
umoci new --image "$work/oci:$version"
umoci unpack --image "$work/oci:$version" "$work/bundle"
rmdir "$work/bundle/rootfs"
# Git and Python are what CI jobs want beside it. The kernel's package is there for libguestfs' appliance, which needs no initrd.
mmdebstrap --quiet --variant=apt --include=ca-certificates,git,openssh-client,python3-yaml \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="copy-in $package /var/tmp" \
  --customize-hook='chroot "$1" sh -euc "apt-get update -q
    apt-get install -q -y --no-install-recommends /var/tmp/kiln_*.deb
    rm -f /var/tmp/kiln_*.deb /boot/initrd.img-*"' \
  "$codename" "$work/bundle/rootfs" "$mirror"
umoci repack --image "$work/oci:$version" "$work/bundle"
umoci config --image "$work/oci:$version" --os linux --architecture amd64 \
  --config.env KILN_STORE=/var/lib/kiln/store --config.env KILN_KEYS=/var/lib/kiln/keys --config.workingdir /work --config.volume /var/lib/kiln \
  --config.cmd kiln --config.label org.opencontainers.image.title=kiln \
  --config.label "org.opencontainers.image.version=$version" --config.label org.opencontainers.image.licenses=Apache-2.0
umoci gc --layout "$work/oci"
rm -f "$folder/kiln-$version.oci.tar"
tar --create --file "$folder/kiln-$version.oci.tar" --directory "$work/oci" .
ls -l "$folder/kiln-$version.oci.tar"
