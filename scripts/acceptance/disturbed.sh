#!/usr/bin/env bash
# Short forms of what `make torture` does at length, each with what it took: one kill, one full disk, one failure of the real
# installer. Where that installer's media cannot be had, for a cause in the network or the mirror, this is written to REPORT, which
# is empty otherwise, and the others decide.
#   disturbed.sh REPORT     KILN names the program
set -euo pipefail
report=$(realpath "${1:?usage: disturbed.sh REPORT}")
scripts=$(realpath "$(dirname "$0")/..")
: > "$report"

timed() { # script, argument…
  local start=$SECONDS status=0
  "$scripts/$1" "${@:2}" || status=$?
  echo "$*: $((SECONDS - start)) s"
  return $status
}
timed kill-test.sh --short
timed full-disk-test.sh --short
if ! timed diagnose-test.sh panic; then
  cause=$("$scripts/unreachable-media.sh" broken-panic) || exit 1
  printf 'NOT PROVEN: the cause of an installer that fails: its media cannot be had today, for a cause in the network or the mirror:\n%s\n' \
    "$cause" > "$report"
fi
