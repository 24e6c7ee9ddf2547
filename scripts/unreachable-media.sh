#!/usr/bin/env bash
# Says why the last build of a distribution could not have its installer's media, where that is the network's or the mirror's
# doing; ends with 1, silently, where the build failed by anything else, or did not fail.
#   unreachable-media.sh NAME     KILN names the program, KILN_STORE the store
set -euo pipefail
kiln=${KILN:-$(dirname "$0")/../.build/release/kiln}
record=$("$kiln" log "${1:?usage: unreachable-media.sh NAME}" --format json)
/usr/bin/python3 -c '
import json, sys
failure = json.load(sys.stdin).get("failure") or {}
network = failure.get("cause") in ("media-unreachable", "mirror-inconsistent")
installed = failure.get("subject", {}).get("name", "").endswith(" (installed)")
if not (network and installed and failure.get("phase") == "media"): sys.exit(1)
print(failure["cause"] + ": " + failure["message"])
for evidence in failure.get("evidence", []):
    for line in evidence["lines"]: print("  " + line)' <<< "$record"
