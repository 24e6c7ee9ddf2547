#!/usr/bin/env bash
# Prints every file of a stand-in's image, a line each: path, kind, mode, owner, target, extended attributes and digest; not when it
# was made, nor the identifiers that each new file system gets.
#   image-listing.sh IMAGE.qcow2
set -euo pipefail
guestfish --ro --format=qcow2 -a "${1:?usage: image-listing.sh IMAGE.qcow2}" run : mount-ro /dev/sda1 / : \
  tar-out / - xattrs:true selinux:true acls:true | /usr/bin/python3 -c '
import hashlib, re, sys, tarfile
entries = []
for e in (archive := tarfile.open(fileobj=sys.stdin.buffer, mode="r|")):
    data = archive.extractfile(e).read() if e.isreg() else b""
    if e.name == "./etc/fstab": data = re.sub(rb"UUID=[0-9A-Fa-f-]+", b"UUID=", data)
    attributes = sorted((k, v) for k, v in e.pax_headers.items() if "xattr" in k or "selinux" in k or "acl" in k)
    entries.append(f"{e.name} {e.type!r} {e.mode:o} {e.uid}:{e.gid} {e.linkname} {attributes} {hashlib.sha256(data).hexdigest()}")
# What is behind the end of the archive, too: else guestfish has nobody to write it to.
while sys.stdin.buffer.read(1 << 20): pass
print(*sorted(entries), sep="\n")'
