#!/usr/bin/env bash
# Proves the installer's route, with layers from the user's store where their keys are unchanged. What keeps it from being
# proven, and says nothing against Kiln, is written to REPORT, which is empty otherwise:
#   - fewer minutes are left until KILN_CI_DEADLINE than an install takes;
#   - the deadline came before the install's end;
#   - the installer's media cannot be had, for a cause in the network or the mirror.
# Anything else that goes wrong ends this with another status than 0.
#   installed.sh REPORT [OPTION of `kiln plan` and `kiln build`…]
# KILN names the program, KILN_STORE the store; INSTALL_MINUTES and PROOF_MINUTES say what is thought to be needed.
set -euo pipefail
report=$(realpath "${1:?usage: installed.sh REPORT [OPTION…]}")
shift
parts=$(realpath "$(dirname "$0")")
kiln=${KILN:-$parts/../../.build/release/kiln}
# What an install takes with what is derived from it and the proof, on two cores without KVM; and what the proof alone takes.
install_minutes=${INSTALL_MINUTES:-35}
proof_minutes=${PROOF_MINUTES:-6}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$report"

unproven() {
  { echo "NOT PROVEN: the way by the installer: $1"; cat; } > "$report"
  exit 0
}
seconds_left() { echo $((KILN_CI_DEADLINE - $(date +%s))); }

plan=$("$kiln" plan debian-13 web "$@" --format json)
needs_install=$(/usr/bin/python3 -c '
import json, sys
print(any(layer["work"] == "install" and layer.get("reason") for layer in json.load(sys.stdin)["layers"]))' <<< "$plan")
within=()
if [ -n "${KILN_CI_DEADLINE:-}" ] && [ "$needs_install" = True ]; then
  left=$(seconds_left)
  [ "$left" -ge $((install_minutes * 60)) ] ||
    unproven "only $((left / 60)) minutes are left of this run, and an install with its proof may take $install_minutes." < /dev/null
  within=(timeout --kill-after=60 $((left - proof_minutes * 60)))
fi

status=0
"${within[@]}" "$kiln" build debian-13 web "$@" --no-test -o "$work/out" || status=$?
case $status in
  0)
    "$parts/images.sh" "$work/out" debian-13-13 web-1.0.0
    "$parts/../host-traces.sh" "$work"/out/*.qcow2
    "$parts/../canary-test.sh" "$@" debian-13 ;;
  124 | 137) unproven "this run's time was over before the install had ended; its output above says how far it was." < /dev/null ;;
  *)
    "$parts/../unreachable-media.sh" debian-13 > "$work/cause" || exit "$status"
    unproven "its media cannot be had today, for a cause in the network or the mirror:" < "$work/cause" ;;
esac
