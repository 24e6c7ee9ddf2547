#!/usr/bin/env bash
# Makes pages (DocC) of what the targets declare as public, from a debug build, into a folder that any web server can show.
#   docs.sh [FOLDER]     .build/docs when none is named
set -euo pipefail
cd "$(dirname "$0")/.."
pages=${1:-.build/docs}
tools=$(dirname "$(readlink -f "$(command -v swift)")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The Swift targets but the program, each with what it owns, of the table in docs/architecture.md.
/usr/bin/python3 - docs/architecture.md > "$work/targets" <<'EOF'
import re, sys
lines = open(sys.argv[1]).read().split("\n")
for line in lines[lines.index("| layer | target | owns | imports |") + 2:]:
    if not line.startswith("|"): break
    _, layer, names, owns, *_ = [cell.strip() for cell in line.split("|")]
    for name in re.findall(r"`(\w+)`", names):
        if layer != "C" and name[0].isupper(): print(f"{name}|{owns}")
EOF

swift build
modules=$(swift build --show-bin-path)/Modules
triple=$("$tools/swift" -print-target-info | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["triple"])')
# The modules of C, and where the system has their headers.
mapfile -t packages < <(sed -n 's/.*pkgConfig: "\(.*\)").*/\1/p' Package.swift)
read -ra includes <<< "$(pkg-config --cflags-only-I "${packages[@]}")"
for folder in Sources/C*/module.modulemap; do includes+=(-Xcc "-fmodule-map-file=$folder"); done

archives=()
while IFS='|' read -r target owns; do
  catalog=$work/$target.docc graph=$work/$target.graph archive=$work/$target.doccarchive
  mkdir "$catalog" "$graph"
  "$tools/swift-symbolgraph-extract" -module-name "$target" -target "$triple" -I "$modules" "${includes[@]}" \
    -minimum-access-level public -output-dir "$graph"
  printf '# ``%s``\n\n%s.\n' "$target" "${owns^}" > "$catalog/$target.md"
  "$tools/docc" convert "$catalog" --additional-symbol-graph-dir "$graph" --output-path "$archive" \
    --fallback-display-name "$target" --fallback-bundle-identifier "kiln.$target" --diagnostic-level warning 2>> "$work/warnings" >&2
  archives+=("$archive")
done < "$work/targets"
# A link that leads nowhere is an error; that a parameter goes without a word of its own is none.
if grep -A1 -E "^warning: .*(doesn't exist at|isn't available for linking|is ambiguous)" "$work/warnings" >&2; then exit 1; fi
rm -rf "$pages"
"$tools/docc" merge "${archives[@]}" --synthesized-landing-page-name Kiln --output-path "$pages"
echo "${#archives[@]} targets, in $pages; to read them: python3 -m http.server --directory $pages, then http://localhost:8000/documentation"
