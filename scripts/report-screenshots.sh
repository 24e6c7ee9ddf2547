#!/usr/bin/env bash
# Shows a nightly report in a real browser, narrow, wide and dark (FOLDER/*.png), and fails if the page asks for anything.
# README's picture, docs/report.png, is FOLDER/readme.png after: pngquant 32 FOLDER/readme.png
# Needs Debian's package chromium. Without PAGE, shows the sample that the tests make.
#   report-screenshots.sh FOLDER [PAGE.html]
set -euo pipefail
folder=${1:?usage: report-screenshots.sh FOLDER [PAGE.html]}
mkdir -p "$folder"
folder=$(realpath "$folder")
page=${2:-$folder/sample.html}
if [ $# -lt 2 ]; then
  cd "$(dirname "$0")/.."
  KILN_WRITE_SAMPLE_PAGE=$page swift test --filter NightlyPageTests
fi
page=$(realpath "$page")

# No name is resolved: neither the page nor the browser's own errands (updates, dictionaries) get out.
show() { # NAME WIDTH HEIGHT [ARGUMENT…]
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$folder/profile" --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --host-resolver-rules="MAP * ~NOTFOUND" \
    --screenshot="$folder/$1.png" --window-size="$2,$3" "${@:4}" "file://$page" 2>> "$folder/chromium.log"
}
show narrow 390 6000
show wide 1280 2400 --log-net-log="$folder/netlog.json"
show readme 1000 1270
show dark 1280 2400 --blink-settings=preferredColorScheme=0
rm -r "$folder/profile"

# What a page asks for has its origin as initiator ("null" for a file); the browser's own errands have none.
/usr/bin/python3 - "$folder/netlog.json" << 'EOF'
import json, sys
log = json.load(open(sys.argv[1]))
start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
jobs = [e["params"] for e in log["events"] if e["type"] == start and "url" in e.get("params", {})]
asked = sorted({j["url"] for j in jobs if j.get("initiator", "not an origin") != "not an origin"})
print("\n".join(asked) or "the page asked for nothing")
sys.exit(1 if asked else 0)
EOF
