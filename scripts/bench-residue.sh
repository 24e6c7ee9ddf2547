#!/usr/bin/env bash
# Measures the search through a disk's bytes (kiln scan --raw) against qemu-img convert of the same disk to nowhere, in turns, in the same
# run. The goal is at most 1.5 times that.
#   bench-residue.sh [DISK]     a qcow2 of a system; without one, a disk is filled with the files of this host's /usr
# KILN names the program, RUNS how often each is done (3).
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/residue.XXXXXX")
trap 'rm -rf "$work"' EXIT
disk=${1:-$work/disk.qcow2}
if [ $# = 0 ]; then
  { tar -c -C / usr 2> /dev/null || true; } | head -c $((1536 << 20)) > "$work/raw" || true
  truncate -s 8G "$work/raw"
  # The signature of a partition table: else it is no disk to anybody.
  printf '\125\252' | dd of="$work/raw" bs=1 seek=510 conv=notrunc status=none
  qemu-img convert -f raw -O qcow2 -c -o compression_type=zstd "$work/raw" "$disk"
  rm "$work/raw"
fi
size=$(qemu-img info --output=json -f qcow2 "$disk" | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["virtual-size"])')
cat "$disk" > /dev/null
/usr/bin/python3 - "$kiln" "$disk" "$size" "${RUNS:-3}" "$work/store" <<'PYTHON'
import resource, subprocess, sys, time

kiln, disk, size, runs, store = sys.argv[1:]
ways = {
    "qemu-img convert to nowhere": ["qemu-img", "convert", "-f", "qcow2", "-n", "--target-image-opts", disk, f"driver=null-co,size={size}"],
    "kiln scan --raw": [kiln, "scan", "--raw", "--store", store, disk],
}
best = {}
for _ in range(int(runs)):
    for name, words in ways.items():
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        status = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seconds = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # 1: something was found.
        if status.returncode not in (0, 1):
            sys.exit(f"{name} failed: {status.stderr.decode()}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best[name] = min(best.get(name, (1e9, 0)), (seconds, cpu))
for name, (seconds, cpu) in best.items():
    print(f"{name}: {seconds:.2f} s, {cpu:.2f} s of processors")
hand, own = (best[name][0] for name in ways)
print(f"{own / hand:.2f} times that (goal 1.5)")
sys.exit(own / hand > 1.5)
PYTHON
