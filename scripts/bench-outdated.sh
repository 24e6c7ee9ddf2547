#!/usr/bin/env bash
# Measures `kiln outdated` for 50 images against Debian's real indexes. The images' layers are made up, with the packages that
# this host has; the store is a throw-away one, which begins with the indexes of an earlier run in it.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$PWD/.build/release/kiln
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
release=debian-$(. /etc/os-release && echo "$VERSION_ID")

dpkg-query -W -f '${Package} ${Version} ${Architecture}\n' > "$work/installed"
/usr/bin/python3 - "$work" "$release" "$kiln" <<'EOF'
import hashlib, json, os, subprocess, sys
work, release, kiln = sys.argv[1:]
os.makedirs(f"{work}/recipes")
open(f"{work}/recipes/page.html", "w").write("a page\n")
for n in range(50):
    open(f"{work}/recipes/r{n}.yaml", "w").write(
        f"name: r{n}\nparent: {release}\nversion: 1.0.{n}\nfiles: [{{source: page.html, to: /srv/{n}.html}}]\n")
names = [f"r{n}" for n in range(50)]
plan = json.loads(subprocess.run(
    [kiln, "plan", *names, "--recipes", f"{work}/recipes", "--store", f"{work}/store", "--format", "json"],
    stdout=subprocess.PIPE, check=True).stdout)
keys = ("name", "version", "architecture")
packages = {"format": "deb", "packages": [dict(zip(keys, line.split())) for line in open(f"{work}/installed")]}
for layer in plan["layers"]:
    folder = f"{work}/store/layers/{layer['key']}"
    os.makedirs(folder)
    tools = {"kiln": "0", "qemu": "0", "libguestfs": "0"}
    name = {"recipe": layer["recipe"], "isInstall": layer["work"] == "install"}
    json.dump({"record": {"name": name, "key": layer["key"], "inputs": []},
               "facts": {"built": "2026-01-01T00:00:00Z", "seconds": 1, "accelerator": "tcg", "tools": tools}},
              open(f"{folder}/layer.json", "w"))
    if layer["work"] != "install":
        json.dump(packages, open(f"{folder}/packages.json", "w"))
    files = {}
    for file in os.listdir(folder):
        data = open(f"{folder}/{file}", "rb").read()
        files[file] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    json.dump({"key": layer["key"], "files": files}, open(f"{folder}/digests.json", "w"))
outdated = [kiln, "outdated", *names, "--recipes", f"{work}/recipes", "--store", f"{work}/store"]
subprocess.run(outdated, stdout=subprocess.DEVNULL, check=True)
child = subprocess.Popen(outdated, stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
if status:
    sys.exit(f"kiln outdated failed, exit status {os.waitstatus_to_exitcode(status)}")
print(f"== kiln outdated, 50 images of {len(packages['packages'])} packages each: "
      f"{used.ru_utime + used.ru_stime:.2f} s of CPU (goal 5)")
EOF
