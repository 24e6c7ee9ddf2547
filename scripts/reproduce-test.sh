#!/usr/bin/env bash
# Shows that the same recipes make the same images: a bootstrapped Debian and a web server on it, built twice, in two stores, from one
# snapshot of the archive, the second time with the clock of everything that writes files moved by days. The roots must have the same
# files, to the byte, mode, owner, attributes and time; the web server's images, whose file system is rewritten, must be the same
# file, and boot. Then kiln rebuild must name the script that writes a date, by its place in the recipe.
#   reproduce-test.sh [OPTION...]       options are those of `kiln build`, such as --accelerator
# The archive is served on this host in the layout of snapshot.debian.org, from what MIRROR (standard: the host's) has now. KILN names
# the program; KEEP=1 keeps the work folder. Needs root, faketime (package libfaketime) and guestfish.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
[ -x "$kiln" ] || kiln=$(command -v kiln)
kiln=$(realpath "$kiln")
library=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1
[ -e "$library" ] || { echo "NOT RUN: $library is missing: apt-get install libfaketime" >&2; exit 4; }
work=$(mktemp -d "${TMPDIR:-/var/tmp}/reproduce.XXXXXX")
server=
finish() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  [ "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"
}
trap finish EXIT
fail() { echo "FAILED: $*"; exit 1; }
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

# Whatever is asked for is fetched once, and is the same from then on. Guests reach this host by its address, not by the loopback's.
cat > "$work/snapshots.py" <<'PYTHON'
import hashlib, http.server, os, re, sys, threading, urllib.error, urllib.request
folder, mirror, place = sys.argv[1:]
locks, guard = {}, threading.Lock()

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        match = re.fullmatch(r"/archive/(debian|debian-security)/[0-9]{8}T[0-9]{6}Z/([^?]+)", self.path)
        if not match: return self.answer(404, None)
        name, path = match.groups()
        file = os.path.join(folder, hashlib.sha256(f"{name} {path}".encode()).hexdigest())
        with guard: lock = locks.setdefault(file, threading.Lock())
        with lock:
            if not os.path.exists(file) and not os.path.exists(file + ".absent"):
                try:
                    with urllib.request.urlopen(f"{mirror}/{name}/{path}", timeout=120) as source, open(file + ".part", "wb") as copy:
                        while piece := source.read(1 << 20): copy.write(piece)
                    os.rename(file + ".part", file)
                except urllib.error.HTTPError as error:
                    if error.code != 404: return self.answer(502, None)
                    open(file + ".absent", "w").close()
        self.answer(*((200, file) if os.path.exists(file) else (404, None)))

    do_HEAD = do_GET

    def answer(self, status, file):
        self.send_response(status)
        self.send_header("Content-Length", str(os.path.getsize(file) if file else 0))
        self.end_headers()
        if not file or self.command == "HEAD": return
        with open(file, "rb") as source:
            while piece := source.read(1 << 20): self.wfile.write(piece)

    def log_message(self, *words): pass

server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Handler)
with open(place + ".new", "w") as out: print(server.server_port, file=out)
os.rename(place + ".new", place)
server.serve_forever()
PYTHON
mkdir "$work/archive" "$work/recipes" "$work/bin"
/usr/bin/python3 "$work/snapshots.py" "$work/archive" "${MIRROR:-http://deb.debian.org}" "$work/port" & server=$!
until [ -s "$work/port" ]; do sleep 0.1; done
address=$(hostname -I | cut -d' ' -f1)
echo "snapshots: {debian: \"http://$address:$(cat "$work/port")/archive/debian\"}" > "$work/site.yaml"
time=$(date -u +%Y%m%dT%H%M%SZ)

cat > "$work/recipes/page.html" <<< '<h1>It is always the same.</h1>'
printf '#!/bin/sh\ndate > /etc/made-on\n' > "$work/recipes/date.sh"
cat > "$work/recipes/web.yaml" <<'RECIPE'
name: web
parent: debian-13-bootstrap
version: 1.0.0
seal: rewritten
packages: [nginx-light]
files: [{source: page.html, to: /var/www/html/index.html, mode: "0644"}]
RECIPE
cat > "$work/recipes/dated.yaml" <<'RECIPE'
name: dated
parent: web
provision:
  - script: date.sh
RECIPE
chmod 755 "$work/recipes/date.sh"

# The moved clock: of mmdebstrap and all that it runs, in the new system as well, and of the appliance's machine.
days=9
cat > "$work/bin/mmdebstrap" <<SCRIPT
#!/bin/sh
# A newer library of the new system's takes this host's.
exec env LD_PRELOAD=$library FAKETIME=+${days}d NO_FAKE_STAT=1 FAKE_UTIME=0 $(command -v mmdebstrap) \\
  --setup-hook='mkdir -p "\$1$(dirname "$library")"; cp $library "\$1$library"' \\
  "\$@" --customize-hook='rm -r "\$1$(dirname "$library")"'
SCRIPT
cat > "$work/bin/qemu" <<SCRIPT
#!/bin/sh
exec qemu-system-x86_64 "\$@" -rtc base=\$(date -u -d "+$days days" +%Y-%m-%dT%H:%M:%S)
SCRIPT
chmod 755 "$work"/bin/*

build() { # place, recipe…
  local start=$SECONDS
  until "$kiln" build "${@:2}" --no-test --recipes "$work/recipes" --site "$work/site.yaml" --snapshot "$time" \
    --store "$work/$1/store" -o "$work/$1/out" "${options[@]}" > "$work/$1.log" 2>&1; do
    # The library shares memory among processes, and ends one that begins when another one that had made it is gone.
    grep -q 'libfaketime: In ft_shm_init' "$work/$1.log" || { tail -n 60 "$work/$1.log"; fail "the build in $1"; }
    echo "built in $1 again: libfaketime ended a process of mmdebstrap's"
  done
  echo "built ${*:2} in $((SECONDS - start)) s"
}
options=("$@")
key() { # place, number in the chain
  /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["kiln"]["chain"][int(sys.argv[2])]["key"])' \
    "$work/$1/out/web-1.0.0.json" "$2"
}
listing() { # disk
  guestfish --ro --format=qcow2 -a "$1" run : mount-ro /dev/sda1 / : tar-out / - xattrs:true selinux:true acls:true |
    /usr/bin/python3 -c '
import hashlib, sys, tarfile
for e in (archive := tarfile.open(fileobj=sys.stdin.buffer, mode="r|")):
    data = archive.extractfile(e).read() if e.isreg() else b""
    extra = sorted((k, v) for k, v in e.pax_headers.items() if k not in ("atime", "ctime"))
    print(e.name, e.type, f"{e.mode:o} {e.uid}:{e.gid} {e.mtime} {e.size} {e.linkname} {e.devmajor}:{e.devminor}", extra, hashlib.sha256(data).hexdigest())
while sys.stdin.buffer.read(1 << 20): pass' | sort
}

build one web
(
  export PATH=$work/bin:$PATH LIBGUESTFS_HV=$work/bin/qemu
  build two web
)
for number in 0 1 2; do
  [ "$(key one $number)" = "$(key two $number)" ] || fail "the keys of layer $number differ"
  for place in one two; do
    listing "$work/$place/store/layers/$(key $place $number)/disk.qcow2" > "$work/$place.$number"
  done
  [ "$(wc -l < "$work/one.$number")" -gt 5000 ] || fail "layer $number has only $(wc -l < "$work/one.$number") files"
  diff "$work/one.$number" "$work/two.$number" > "$work/diff.$number" ||
    { head -n 40 "$work/diff.$number"; fail "layer $number: $(grep -c '^<' "$work/diff.$number") files differ"; }
  echo "layer $number: the same $(wc -l < "$work/one.$number") files, to the byte, mode, owner, attributes and time"
done
newest=$(sed -E 's/.* [0-9]+:[0-9]+ ([0-9]+)(\.[0-9]+)? .*/\1/' "$work/one.2" | sort -n | tail -n 1)
[ "$newest" -le "$(date -u -d "${time:0:8} ${time:9:2}:${time:11:2}:${time:13:2}" +%s)" ] || fail "a file is newer than the snapshot: $newest"
digest() { sha256sum "$work/$1/out/web-1.0.0.qcow2" | cut -d' ' -f1; }
[ "$(digest one)" = "$(digest two)" ] || fail "the images differ: $(digest one) $(digest two)"
echo "image: the same $(stat -c %s "$work/one/out/web-1.0.0.qcow2") bytes, $(digest one)"

scripts/boot-image.sh "$work/one/out/web-1.0.0.json" "$work/boot" & machine=$!
for _ in $(seq 900); do
  if grep -q 'login:' "$work/boot/serial.log" 2> /dev/null; then break; fi
  kill -0 $machine 2> /dev/null || break
  sleep 1
done
kill $machine 2> /dev/null || true
grep -q 'login:' "$work/boot/serial.log" || { tail -n 20 "$work/boot/serial.log"; fail "the rewritten image does not boot"; }
echo "the rewritten image boots to its login"

build one dated
status=0
"$kiln" rebuild dated --recipes "$work/recipes" --site "$work/site.yaml" --snapshot "$time" --store "$work/one/store" \
  --format json "${options[@]}" > "$work/rebuild.json" 2> "$work/rebuild.log" || status=$?
[ $status = 1 ] || { tail -n 40 "$work/rebuild.log"; fail "kiln rebuild ended with status $status"; }
/usr/bin/python3 - "$work/rebuild.json" schemas/rebuild.schema.json <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
try:
    import jsonschema
    jsonschema.validate(report, json.load(open(sys.argv[2])))
except ImportError:
    print("NOT CHECKED: the schema, without jsonschema")
found = report["differences"]
assert [d["path"] for d in found] == ["/etc/made-on"], found
assert found[0]["place"].endswith("dated.yaml:4:5") and "date.sh" in found[0]["step"] and found[0]["recipe"] == "dated", found
print("kiln rebuild:", found[0]["path"], "by", found[0]["step"], "at", found[0]["place"].split("/")[-1])
PYTHON
