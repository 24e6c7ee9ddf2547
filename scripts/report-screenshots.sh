#!/usr/bin/env bash
# Shows a nightly report in a real browser, light, dark and narrow, and lists what the page asked for: nothing but itself.
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

show() { # NAME WIDTH HEIGHT [ARGUMENT…]
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$folder/profile" \
    --screenshot="$folder/$1.png" --window-size="$2,$3" "${@:4}" "file://$page" 2>> "$folder/chromium.log"
}
show narrow 390 6000
show wide 1280 2400 --log-net-log="$folder/netlog.json"
show dark 1280 2400 --blink-settings=preferredColorScheme=0
rm -r "$folder/profile"

# Requests that the page caused; the browser's own go to its maker's servers or are extensions'.
/usr/bin/python3 - "$folder/netlog.json" <<'EOF'
import json, sys
log = json.load(open(sys.argv[1]))
start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
urls = {e["params"]["url"] for e in log["events"] if e["type"] == start and "url" in e.get("params", {})}
initiated = {e["params"]["url"] for e in log["events"] if e["type"] == start and "url" in e.get("params", {})
  and e["params"].get("initiator", "not an origin") != "not an origin"}
print("\n".join(sorted(urls)) or "no request over the network")
EOF
