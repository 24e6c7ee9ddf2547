#!/bin/bash
# fuzz.sh [SECONDS [LOADER]]: coverage-guided fuzzing (libFuzzer) of the loaders of what others write, each for a minute
# unless told otherwise. Starts from the corpus in Tests/FuzzTests/corpus, which 'make test' reads; what crashes, or takes
# ten seconds, is put there under its own name: mend it, and commit it. What merely covers more stays in .build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
loaders=${2:-$(ls Tests/FuzzTests/corpus)}

export KILN_FUZZ=build
swift build --product Fuzz --build-path .build/fuzz -Xswiftc -sanitize=fuzzer

failed=
for loader in $loaders; do
  seeds=Tests/FuzzTests/corpus/$loader
  found=.build/fuzz/corpus/$loader
  mkdir -p "$found"
  echo "== $loader, $seconds s"
  KILN_FUZZ=$loader .build/fuzz/debug/Fuzz -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$seeds/" "$found" "$seeds" > ".build/fuzz/$loader.log" 2>&1 ||
    failed="$failed $loader"
  grep -E "^stat::number_of_executed_units|Fatal error|SUMMARY|ERROR|Test unit written" ".build/fuzz/$loader.log" || true
  rm -rf /dev/shm/kiln-fuzz-*
done
[ -z "$failed" ] || { echo "not read without a fault:$failed (logs: .build/fuzz/LOADER.log)" >&2; exit 1; }
