#!/usr/bin/env bash
# Provokes failures in the real debian-installer, one at a time, and holds the cause in failure.json against what was done
# wrong. Each ends within minutes, for the cause comes early; under emulation all take about half an hour.
#
#   diagnose-test.sh [CASE…]        panic, command, mirror, disk, package or hang; all when none is named
#
# KILN names the program (default: .build/release/kiln), KILN_STORE the store: media are taken from there.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(realpath "${KILN:-.build/release/kiln}")
schema=$PWD/schemas/failure.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD

# What is changed of debian-13, and the cause that is due.
recipe() {
  case $1 in
    panic) echo 'installer: {kernel_arguments: [rdinit=/nonexistent]}' ;;
    command) echo 'install: {raw: ["d-i preseed/early_command string false"]}' ;;
    mirror) echo 'install: {raw: ["d-i mirror/http/hostname string unreachable.example.org"]}' ;;
    disk) echo 'install: {raw: ["d-i partman-auto/expert_recipe string all :: 90000 90000 -1 ext4 $primary{ } $bootable{ } method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } ."]}' ;;
    package) echo 'install: {packages: [no-such-package]}' ;;
    hang) echo 'install: {raw: ["d-i preseed/early_command string sleep 100000"]}' ;;
    *) echo "no case '$1'" >&2; exit 2 ;;
  esac
}
due() {
  case $1 in
    panic) echo boot-failed ;;
    command) echo answer-file-error ;;
    mirror) echo mirror-unreachable ;;
    disk) echo disk-too-small ;;
    package) echo package-not-found ;;
    hang) echo stuck ;;
  esac
}

failed=0
for case in "${@:-panic command mirror disk package hang}"; do
  for name in $case; do
    printf 'name: broken-%s\nparent: debian-13\nversion: "1"\n%s\n' "$name" "$(recipe "$name")" > "$work/broken-$name.yaml"
    start=$SECONDS
    if "$kiln" build "broken-$name" --recipes "$work" -o "$work/out" 2> "$work/messages"; then
      echo "FAILED: $name: the build went well" >&2
      failed=1
      continue
    fi
    "$kiln" log "broken-$name" --format json | python3 -c '
import json, jsonschema, sys
record = json.load(sys.stdin)["failure"]
jsonschema.validate(record, json.load(open(sys.argv[1])))
good = record["cause"] == sys.argv[2]
print("ok" if good else "FAILED, %s is due" % sys.argv[2], record["cause"], record.get("phase"), record["message"], sep=": ")
sys.exit(not good)' "$schema" "$(due "$name")" || { failed=1; cat "$work/messages" >&2; }
    echo "    $name: after $((SECONDS - start)) s"
  done
done
exit "$failed"
