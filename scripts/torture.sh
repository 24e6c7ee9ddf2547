#!/usr/bin/env bash
# What Kiln must stand and what takes too long for `make test`: kills, full disks, flipped bits, hostile input, mirrors, users and
# clients, deleted bytes, installers that fail. Goes on after a failure, and ends with what passed and what failed.
#   torture.sh [RUNS [NAME…]]     how often each thing happens that happens at random; 10 as a standard, 100 or more for a night;
#                                 and which, such as kill-test; all when none is named
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10}
tests=(
  "run-job-test.sh"
  "run-test.sh"
  "boot-test.sh"
  "kill-test.sh $runs"
  "release-test.sh $((runs * 5))"
  "full-disk-test.sh $runs"
  "bit-flip-test.sh $((runs * 6))"
  "fuzz.sh $((runs * 6))"
  "repeat-tests.sh $runs LyingServerTests MirrorStatesTests SecondUserTests LimitsTests HostileClientTests"
  "canary-test.sh debian-13-bootstrap"
  "diagnose-test.sh"
  "reproduce-test.sh"
)

names=("${@:2}")
for name in "${names[@]}"; do
  [[ " ${tests[*]} " == *" $name.sh "* ]] || { echo "torture.sh: no test '$name'; there are: $(printf '%s\n' "${tests[@]%%.sh*}" | paste -sd ' ')" >&2; exit 2; }
done
is_wanted() { [ ${#names[@]} = 0 ] || [[ " ${names[*]} " == *" ${1%%.sh*} "* ]]; }

passed=0 failed=()
for test in "${tests[@]}"; do
  is_wanted "$test" || continue
  echo "== $test"
  start=$SECONDS
  read -ra words <<< "$test"
  if "scripts/${words[0]}" "${words[@]:1}"; then passed=$((passed + 1)); else failed+=("$test"); fi
  echo "== $test: $((SECONDS - start)) s"
done
for test in "${failed[@]}"; do echo "FAILED: $test"; done
echo "$passed passed, ${#failed[@]} failed"
[ ${#failed[@]} = 0 ]
