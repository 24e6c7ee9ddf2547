#!/usr/bin/env bash
# Prints how much of each target's code its own tests run: of the targets that start no process, no guest and no server, for what
# the others' tests run says little of what they check. Builds into a folder of its own.
#   coverage.sh [TARGET…]     all such targets when none is named
set -euo pipefail
cd "$(dirname "$0")/.."
targets=("$@")
[ $# -gt 0 ] || targets=(AnswerFiles Archive Console Diagnostics Digests Families Files Images JSON Partitioning Planning Provisioners Recipes XML YAML)
folder=.build/coverage

swift build --build-tests --build-path "$folder" --enable-code-coverage
filter=$(printf '|%sTests' "${targets[@]}")
swift test --skip-build --build-path "$folder" --enable-code-coverage --filter "^(${filter:1})\."
binaries=$(swift build --build-path "$folder" --show-bin-path)
# The toolchain's own: others do not know its format.
"$(dirname "$(readlink -f "$(command -v swift)")")/llvm-cov" export -summary-only \
  -instr-profile "$binaries/codecov/default.profdata" "$binaries/kilnPackageTests.xctest" > "$folder/coverage.json"
/usr/bin/python3 - "$folder/coverage.json" "${targets[@]}" <<'EOF'
import json, re, sys

wanted, totals = set(sys.argv[2:]), {}
for file in json.load(open(sys.argv[1]))["data"][0]["files"]:
    match = re.search(r"/Sources/(\w+)/", file["filename"])
    if not match or match[1] not in wanted: continue
    total = totals.setdefault(match[1], {})
    for kind in ("lines", "functions", "regions"):
        covered, count = total.get(kind, (0, 0))
        total[kind] = covered + file["summary"][kind]["covered"], count + file["summary"][kind]["count"]
if missing := sorted(wanted - set(totals)): sys.exit("coverage.sh: nothing is known of " + ", ".join(missing))

def percent(pair): return f"{100 * pair[0] / max(pair[1], 1):.1f} %"
print(f"{'target':<14}{'lines':>8}{'run':>9}{'functions':>12}{'regions':>12}")
for name, total in sorted(totals.items()):
    count = total["lines"][1]
    print(f"{name:<14}{count:>8}{percent(total['lines']):>9}{percent(total['functions']):>12}{percent(total['regions']):>12}")
EOF
