#!/usr/bin/env bash
# Prints every file of a stand-in's images, a line each: path, kind, mode, owner, target, extended attributes and digest; not when it
# was made, nor the identifiers that each new file system gets. One appliance reads all images; an empty line is between two.
#   image-listing.sh IMAGE.qcow2…
set -euo pipefail
: "${1:?usage: image-listing.sh IMAGE.qcow2…}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
letters=abcdefghijklmnopqrstuvwxyz
drives=() reading=() archives=()
for image; do
  archive=$work/${#archives[@]}.tar
  reading+=(: mount-ro "/dev/sd${letters:${#archives[@]}:1}1" / : tar-out / "$archive" xattrs:true selinux:true acls:true : umount /)
  drives+=(-a "$image")
  archives+=("$archive")
done
guestfish --ro --format=qcow2 "${drives[@]}" run "${reading[@]}"
/usr/bin/python3 -c '
import hashlib, re, sys, tarfile
def listing(path):
    entries = []
    for e in (archive := tarfile.open(path)):
        data = archive.extractfile(e).read() if e.isreg() else b""
        if e.name == "./etc/fstab": data = re.sub(rb"UUID=[0-9A-Fa-f-]+", b"UUID=", data)
        attributes = sorted((k, v) for k, v in e.pax_headers.items() if "xattr" in k or "selinux" in k or "acl" in k)
        entries.append(f"{e.name} {e.type!r} {e.mode:o} {e.uid}:{e.gid} {e.linkname} {attributes} {hashlib.sha256(data).hexdigest()}")
    return sorted(entries)
print("\n\n".join("\n".join(listing(path)) for path in sys.argv[1:]))' "${archives[@]}"
