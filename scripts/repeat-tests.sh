#!/usr/bin/env bash
# Runs suites of the tests again and again, for what happens in some runs only; ends at the first failure.
#   repeat-tests.sh RUNS SUITE…
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:?usage: repeat-tests.sh RUNS SUITE…}
shift
filter=$(IFS='|'; echo "$*")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build --build-tests > "$log" 2>&1 || { cat "$log"; exit 1; }
for ((run = 1; run <= runs; run++)); do
  swift test --skip-build --no-parallel --filter "$filter" > "$log" 2>&1 || { cat "$log"; echo "FAILED: run $run of $runs"; exit 1; }
  grep -q 'Test run with [1-9]' "$log" || { cat "$log"; echo "FAILED: there are no such tests: $*"; exit 1; }
done
echo "$runs runs passed: $*"
