#!/usr/bin/env bash
# Holds what `kiln sbom` and `kiln audit` say of two systems against what programs of others say of them: an image of the store
# against its own dpkg-query, and a tree that rpm installs packages into, made into a disk here, against rpm, readelf and Python.
# Documents are validated by CycloneDX's and SPDX's own libraries. A program that is missing is named, and its part left out.
#   sbom-test.sh [IMAGE]     IMAGE as kiln sbom takes it (default: debian-13)
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
image=${1:-debian-13}
python=.build/validators/bin/python
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sbom.XXXXXX")
trap 'rm -rf "$work"' EXIT
export LIBGUESTFS_BACKEND=direct
if "$kiln" doctor --format json | grep -q '"tcg:'; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
fail() { echo "FAILED: $*"; exit 1; }
has() { command -v "$1" > /dev/null || { echo "LEFT OUT: $2: there is no $1"; return 1; }; }

validate() { # NAME: its documents
  local name=$1
  "$kiln" sbom "$2" --format cyclonedx > "$work/$name.cdx.json"
  "$kiln" sbom "$2" --format spdx > "$work/$name.spdx.json"
  for format in cyclonedx spdx; do
    "$kiln" sbom "$2" --format $format | cmp - "$work/$name.$([ $format = spdx ] && echo spdx || echo cdx).json" ||
      fail "$name: $format differs when it is written again"
  done
  [ -x $python ] || { echo "LEFT OUT: validating $name: make validators"; return; }
  $python - "$work/$name.cdx.json" << 'PYTHON' || fail "$name: CycloneDX"
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
if problem: sys.exit(str(problem)[:2000])
PYTHON
  $python -m spdx_tools.spdx.clitools.pyspdxtools -i "$work/$name.spdx.json" || fail "$name: SPDX"
  echo "valid: $name as CycloneDX 1.6 and SPDX 2.3"
}

table() { # of the packages of an image, a line each
  "$kiln" sbom "$1" --format json | /usr/bin/python3 -c '
import json, sys
for p in json.load(sys.stdin)["packages"]:
    print(p["name"], p["version"], p["architecture"], p["source"], p["sourceVersion"], sep="\t")' | LC_ALL=C sort
}

# Debian: the image's own dpkg, in an overlay.
"$kiln" shell "$image" --command \
  'dpkg-query -W -f "\${db:Status-Status}\t\${Package}\t\${Version}\t\${Architecture}\t\${source:Package}\t\${source:Version}\n"' |
  sed -n 's/^installed\t//p' | LC_ALL=C sort > "$work/dpkg"
[ -s "$work/dpkg" ] || fail "dpkg-query says nothing"
table "$image" > "$work/own"
diff "$work/dpkg" "$work/own" || fail "$image differs from its dpkg-query"
echo "equal: $(wc -l < "$work/own") packages of $image and its dpkg-query"
validate debian "$image"
time "$kiln" sbom "$image" --format cyclonedx > /dev/null

has rpmbuild "an RPM system" || exit 0
has rpm "an RPM system" || exit 0

# RPM: three packages, one with an epoch and files that belong to a source of another name, in a tree of their own.
tree=$work/tree
mkdir -p "$work/build/SPECS" "$tree"/{etc,usr/bin,usr/lib,var/lib,boot,proc,sys,dev,tmp,opt,srv,root}
ln -s usr/bin "$tree/bin"
ln -s usr/lib "$tree/lib"
spec() { # NAME VERSION EPOCH LICENCE
  printf '%s\n' "Name: $1" "Version: $2" "Release: 3.el9" "Epoch: $3" "Summary: s" "License: $4" "Vendor: Acme" "BuildArch: noarch" \
    '%description' d '%package libs' 'Summary: l' '%description libs' l '%install' \
    "mkdir -p %{buildroot}/opt/$1 %{buildroot}/etc" \
    "for i in \$(seq 300); do echo \$i > %{buildroot}/opt/$1/file-\$i; done" \
    "printf 'Name: owned\nVersion: 1\n' > %{buildroot}/opt/$1/owned.egg-info; echo x > %{buildroot}/etc/$1.conf" \
    '%files' "/opt/$1" '%files libs' "%config /etc/$1.conf" > "$work/build/SPECS/$1.spec"
  rpmbuild --quiet --define "_topdir $work/build" -bb "$work/build/SPECS/$1.spec" > "$work/rpmbuild.log" 2>&1 ||
    { cat "$work/rpmbuild.log"; fail "rpmbuild"; }
}
spec alpha 1.2 0 'GPLv2+ and MIT'
spec beta 2.0~rc1 2 'ASL 2.0'
database=/var/lib/rpm
# libguestfs asks the system's own rpm where that is.
mkdir "$tree/usr/lib/rpm"
sed "s|^%_dbpath\t.*|%_dbpath $database|" /usr/lib/rpm/macros > "$tree/usr/lib/rpm/macros"
rpm --root "$tree" --dbpath $database --initdb
rpm --root "$tree" --dbpath $database --nosignature --nodeps -i "$work"/build/RPMS/noarch/*.rpm
rpm --root "$tree" --dbpath $database -qa \
  --qf '%{NAME}\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\n' | sed 's/\t0:/\t/' | LC_ALL=C sort > "$work/rpm"
printf 'ID="rocky"\nVERSION_ID="9.6"\nPRETTY_NAME="Rocky Linux 9.6"\nCPE_NAME="cpe:/o:rocky:rocky:9::baseos"\n' > "$tree/etc/os-release"
printf '/dev/sda1 / ext4 defaults 0 1\n' > "$tree/etc/fstab"
printf 'root:x:0:0::/root:/bin/sh\n' | tee "$tree/etc/passwd" > /dev/null
cp -L /bin/sh "$tree/usr/bin/sh"

# What no package brings.
site=$tree/usr/local/lib/python3.9/site-packages/PyYAML-5.3.dist-info
mkdir -p "$site" "$tree/usr/local/bin" "$tree/usr/local/lib/node_modules/@acme/tool" "$tree/opt/java" "$tree/usr/local/share/gems/specifications"
printf 'Metadata-Version: 2.1\nName: PyYAML\nVersion: 5.3\nLicense: MIT\n\ntext\n' > "$site/METADATA"
printf '{"name": "@acme/tool", "version": "1.2.3", "license": "ISC"}\n' > "$tree/usr/local/lib/node_modules/@acme/tool/package.json"
printf '# stub: rake 13.2.1 ruby lib\nGem::Specification.new do |s|\n  s.licenses = ["MIT".freeze]\nend\n' \
  > "$tree/usr/local/share/gems/specifications/rake-13.2.1.gemspec"
library=$(readlink -f /lib/x86_64-linux-gnu/libz.so.1 || readlink -f /lib64/libz.so.1)
install -m 755 "$library" "$tree/usr/local/lib/libz.so.1"
install -m 755 /bin/sh "$tree/usr/local/bin/tool"
/usr/bin/python3 - "$tree/opt/java/app-1.0.jar" << 'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nImplementation-Version: 1.0\r\n\r\n")
    z.writestr("META-INF/maven/org.apache.logging/log4j-core/pom.properties", "version=2.14.1\ngroupId=org.apache.logging\nartifactId=log4j-core\n")
PYTHON
disk=$work/rocky.img
tar -C "$tree" -cf "$work/tree.tar" .
guestfish -N "$disk=fs:ext4:256M" -m /dev/sda1 tar-in "$work/tree.tar" /

"$kiln" sbom "$disk" --format json > "$work/rocky.json"
/usr/bin/python3 - "$work/rocky.json" << 'PYTHON' | LC_ALL=C sort > "$work/own"
import json, sys
for p in json.load(open(sys.argv[1]))["packages"]:
    source = p["sourceVersion"].split(":")[-1]
    print(p["name"], p["version"], p["architecture"], f'{p["source"]}-{source}.src.rpm', sep="\t")
PYTHON
diff "$work/rpm" "$work/own" || fail "the RPM system differs from its rpm"
echo "equal: $(wc -l < "$work/own") packages of the RPM system and its rpm"
build_id() { readelf -n "$1" | sed -n 's/.*Build ID: //p'; }
/usr/bin/python3 - "$work/rocky.json" "$(build_id "$tree/usr/local/lib/libz.so.1")" "$(build_id "$tree/usr/local/bin/tool")" << 'PYTHON'
import json, sys
found = {(c["kind"], c["name"], c.get("version"), c.get("license"), c["properties"].get("build-id")) for c in json.load(open(sys.argv[1]))["components"]}
wanted = {("python", "PyYAML", "5.3", "MIT", None), ("npm", "@acme/tool", "1.2.3", "ISC", None), ("ruby", "rake", "13.2.1", "MIT", None),
          ("elf", "libz.so.1", None, None, sys.argv[2]), ("elf", "tool", None, None, sys.argv[3]),
          ("java", "app", "1.0", None, None), ("java", "org.apache.logging:log4j-core", "2.14.1", None, None)}
if found != wanted: sys.exit(f"FAILED: components: {found ^ wanted}")
licences = {p["name"]: p.get("license") for p in json.load(open(sys.argv[1]))["packages"]}
if licences["alpha"] != "GPL-2.0-or-later AND MIT" or licences["beta"] != "Apache-2.0": sys.exit(f"FAILED: {licences}")
PYTHON
echo "equal: components of no package, with the linker's numbers as readelf has them"
validate rocky "$disk"

# Vulnerabilities: three kinds of data, one of each that concerns the system and one that does not.
mkdir "$work/osv"
cat > "$work/osv/a.json" << 'JSON'
{"id": "GHSA-1", "modified": "2026-11-01T00:00:00Z", "aliases": ["CVE-2020-14343"],
 "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
 "affected": [{"package": {"ecosystem": "PyPI", "name": "pyyaml"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "5.4"}]}]}]}
JSON
cat > "$work/osv/b.json" << 'JSON'
{"id": "RLSA-1", "modified": "2026-11-01T00:00:00Z", "upstream": ["CVE-2026-2"],
 "affected": [{"package": {"ecosystem": "Rocky Linux:9", "name": "beta"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2:2.0-1.el9"}]}]},
              {"package": {"ecosystem": "Rocky Linux:9", "name": "alpha"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0:1.2-3.el9"}]}]}]}
JSON
status=0
"$kiln" audit "$disk" --data "$work/osv" --format json > "$work/audit.json" || status=$?
[ $status = 1 ] || fail "the audit ended with $status"
/usr/bin/python3 - "$work/audit.json" << 'PYTHON'
import json, sys
found = [(v["id"], v["package"], v["severity"], v.get("fixed")) for v in json.load(open(sys.argv[1]))["vulnerabilities"]]
wanted = [("CVE-2020-14343", "PyYAML", "critical", "5.4"), ("CVE-2026-2", "beta", "unknown", "2:2.0-1.el9")]
if found != wanted: sys.exit(f"FAILED: vulnerabilities: {found}")
PYTHON
echo "[]" > "$work/none.json"
"$kiln" audit "$disk" --data "$work/none.json" || fail "an audit without findings"
echo "PASSED"
