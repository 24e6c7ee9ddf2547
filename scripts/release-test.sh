#!/usr/bin/env bash
# Eight processes at once release, promote, roll back, retire, build and free garbage over one store, and are killed with SIGKILL at random
# moments. No release may be lost, changed or half there: what each command said that it did must be in the journal once, and the journal,
# the names' files, the manifests, the files of images and the layers must say the same.
#   release-test.sh [KILLS [SEED]]
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
kills=${1:-50}
seed=${2:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
accelerator=$("$kiln" doctor --store "$work/probe" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
scripts/stand-in-recipes.sh "$work/recipes" base
printf 'retention: {keep_last: 1, keep_for: 1min}\n' > "$work/site.yaml"

# One layer for all builds: they differ by what their descriptors say, and so take a second each.
"$kiln" build base --no-test --recipes "$work/recipes" --store "$work/store" -o "$work/out" --accelerator "$accelerator" > "$work/log" 2>&1 ||
  { cat "$work/log"; echo "FAILED: the first build"; exit 1; }
start=$(date +%s%N)
"$kiln" release base 1.0.0 --untested --store "$work/store" > "$work/log" 2>&1 || { cat "$work/log"; echo "FAILED: the first release"; exit 1; }
span=$(($(date +%s%N) - start))
echo "built once, and released in $((span / 1000000)) ms; killing $kills times, seed $seed"
/usr/bin/python3 - "$kiln" "$work" "$accelerator" "$kills" "$seed" "$span" << 'PYTHON'
import collections, concurrent.futures, hashlib, json, os, random, signal, subprocess, sys, threading, time

kiln, work, accelerator = sys.argv[1:4]
kills, seed, span = int(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6]) / 1e9
store, images = f"{work}/store", f"{work}/store/images"
options = ["--store", store, "--site", f"{work}/site.yaml"]
lock, versions, said, faults = threading.Lock(), ["1.0.0"], [], []
counts = collections.Counter()
channels = ["testing", "candidate", "old"]
with open(f"{work}/site.yaml", "a") as site:
    site.write("channels: [" + ", ".join("{name: %s}" % c for c in channels) + "]\n")


def command(chance):
    """A verb that somebody might type now, with its words."""
    with lock:
        known = versions[-8:]
        verb = chance.choices(
            ["release", "promote", "rollback", "retire", "build", "gc", "releases"], [30, 25, 10, 8, 12, 8, 7])[0]
        if verb == "release" or not known and verb in ("promote", "rollback", "retire"):
            version = f"1.{len(versions)}.0"
            versions.append(version)
            return ["release", "base", version, "--untested", "--reason", "test"] + options
    if verb == "promote": return [verb, "base", chance.choice(known), chance.choice(channels)] + options
    if verb == "rollback":
        return [verb, "base", chance.choice(channels), "--to", chance.choice(known), "--reason", "test"] + options
    if verb == "retire": return [verb, "base", chance.choice(known)] + options
    if verb == "gc": return [verb, "--older-than", "1s"] + options
    if verb == "releases": return [verb] + options
    folder = f"{work}/out-{threading.get_ident()}"
    return [verb, "base", "--no-test", "--recipes", f"{work}/recipes", "-o", folder, "--accelerator", accelerator, "--store", store,
            "--set", f"attributes.n={chance.randrange(10**9)}"]


def worker(number):
    chance = random.Random(seed * 1000 + number)
    while not done.is_set():
        words = command(chance)
        process = subprocess.Popen(
            [kiln, *words, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if chance.random() < 0.3:
            # At any moment of it: eight at once take their time.
            limit = chance.random() * span * (20 if words[0] == "build" else 8)
            try:
                output, messages = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                output, messages = process.communicate()
                with lock:
                    counts["killed"] += 1
                    counts["killed " + words[0]] += 1
                    if counts["killed"] >= kills: done.set()
                continue
        output, messages = process.communicate() if process.returncode is None else (output, messages)
        with lock:
            counts[f"{words[0]} {process.returncode}"] += 1
            if process.returncode not in (0, 1): faults.append(f"{words}: {process.returncode} {messages}")
            if process.returncode == 1 and not any(
                    text in messages for text in ("is not higher than", "which is higher than", "never named", "names nothing",
                                                  "is retired", "is what channel", "which is lower than", "there is no release",
                                                  "was freed meanwhile", "changed-meanwhile", "is gone", "build again")):
                faults.append(f"{words}: {messages}")
            if process.returncode == 0 and words[0] in ("release", "promote", "rollback", "retire"):
                said.append(json.loads(output))


done = threading.Event()
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    for future in [pool.submit(worker, number) for number in range(8)]: future.result()

# The next one completes what was interrupted.
last = subprocess.run([kiln, "release", "base", "99.0.0", "--untested", *options, "--format", "json"], capture_output=True, text=True)
if last.returncode: faults.append(f"the last release: {last.stderr}")
else: said.append(json.loads(last.stdout))
# What killed ones left of files that were not whole goes with it.
swept = subprocess.run([kiln, "gc", *options], capture_output=True, text=True)
if swept.returncode: faults.append(f"the last gc: {swept.stderr}")


def sha256(path): return hashlib.sha256(open(path, "rb").read()).hexdigest()


journal = []
for line in open(f"{images}/journal"):
    try: journal.append(json.loads(line))
    except ValueError: counts["lines cut off"] += line != "\n"
releases, moved = {}, {}
def number(version): return [int(part) for part in version.split(".")]
for change in journal:
    version = change["version"]
    if change["kind"] == "release":
        if version in releases: faults.append(f"{version} is released twice")
        if releases and number(version) <= max(map(number, releases)): faults.append(f"{version} is not above all before")
        releases[version] = {"build": f"{version}+{change['build']}", "manifest": change["manifest"], "retired": False}
    elif change["kind"] == "retire":
        if version in moved.values(): faults.append(f"{version} is retired while a channel names it")
        releases[version]["retired"] = True
    else:
        if releases[version]["retired"]: faults.append(f"{change} names what is retired")
        if moved.get(change["channel"]) != change.get("before"): faults.append(f"{change} did not see what was there")
        if change.get("before"):
            rises = number(version) > number(change["before"])
            if rises != (change["kind"] == "promote"): faults.append(f"{change} goes the wrong way")
        moved[change["channel"]] = version
for report in said:
    release = releases.get(report["version"])
    if release is None: faults.append(f"lost: {report}"); continue
    if f"base-{release['build']}" != report["build"] or release["manifest"] != report["manifest"]:
        faults.append(f"changed: {report} is {release}")
    if "change" in report and journal.count(report["change"]) != 1: faults.append(f"not once in the journal: {report['change']}")
layers = set(os.listdir(f"{store}/layers"))
for version, release in releases.items():
    line = open(f"{images}/releases/base/{version}").read()
    if line != f"{release['build']} {release['manifest']}{' retired' if release['retired'] else ''}\n":
        faults.append(f"the name {version} says {line!r}, and the journal {release}")
    manifest = f"{images}/builds/base/{release['build']}.json"
    if release["retired"]: continue
    if not os.path.exists(manifest): faults.append(f"{version} has no manifest"); continue
    if sha256(manifest) != release["manifest"]: faults.append(f"the manifest of {version} is another")
    content = json.load(open(manifest))
    if content["descriptor"]["version"] != version: faults.append(f"the descriptor of {version} says {content['descriptor']['version']}")
    for artifact in content["artifacts"]:
        blob = f"{images}/blobs/sha256/{artifact['digest']}"
        if not os.path.exists(blob) or sha256(blob) != artifact["digest"]: faults.append(f"{artifact['path']} of {version} is gone or damaged")
    if not set(content["layers"]) <= layers: faults.append(f"layers of {version} are gone")
names = set(os.listdir(f"{images}/releases/base"))
if names != set(releases): faults.append(f"there are other names than releases: {names ^ set(releases)}")
for channel, version in moved.items():
    if open(f"{images}/channels/base/{channel}").read() != f"{version}\n": faults.append(f"channel {channel} is not {version}")
told = json.loads(subprocess.run([kiln, "releases", *options, "--format", "json"], capture_output=True, text=True, check=True).stdout)
told = told["appliances"][0]
if {c["name"]: c["version"] for c in told["channels"]} != moved: faults.append("kiln releases tells of other channels")
if {r["version"]: r["state"] == "retired" for r in told["releases"]} != {v: r["retired"] for v, r in releases.items()}:
    faults.append("kiln releases tells of other releases")
if any(r["state"] == "damaged" for r in told["releases"]): faults.append("kiln releases finds one damaged")
verified = subprocess.run([kiln, "store", "verify", "--store", store], capture_output=True, text=True)
if verified.returncode: faults.append(verified.stdout + verified.stderr)
for fault in faults[:20]: print("FAILED:", fault)
print(dict(sorted(counts.items())))
print(f"killed {counts['killed']} times: {len(releases)} releases, {sum(r['retired'] for r in releases.values())} of them retired, "
      f"{len(journal)} changes, {len(said)} of them said to be done; {len(faults)} faults")
sys.exit(bool(faults))
PYTHON
