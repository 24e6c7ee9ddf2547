#!/usr/bin/env bash
# Shows Kiln images that were made to harm whoever looks at them (scripts/hostile-images.sh), and holds each to a clear verdict within its
# limits: `admit` all of them, and `shell`, `run`, `diff`, `size`, `convert` and an import those that are refused before anything opens them.
# A canary that they name must not be read, the images stay as they are, nothing is left behind, and no control character is printed.
#   hostile-test.sh [IMAGE…]     all of them where none is named, such as `backing`
# KILN names the program; otherwise it is .build/release/kiln. LIMIT is what `admit` may take for one that the appliance opens (seconds,
# default 1500: emulated). Without strace it is not seen whether the canary was opened, which is said at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
limit=${LIMIT:-1500}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-hostile.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KILN_STORE=$work/store TMPDIR=$work/tmp LIBGUESTFS_CACHEDIR=${LIBGUESTFS_CACHEDIR:-/var/tmp}
mkdir -p "$work/tmp" "$work/out" "$work/in"
printf 'the canary sings\n' > "$work/canary"
scripts/hostile-images.sh "$work/in" "$work/canary" > "$work/making.log" 2>&1 || { cat "$work/making.log"; exit 1; }
(cd "$work/in" && find . -type f -exec sha256sum {} + | sort > "$work/before")
cat > "$work/policy.yaml" <<'POLICY'
title: Hostile
root_login: keys
accounts_with_password: []
authorized_keys: []
privileged_files: []
systems: [debian-13]
packages: {forbidden: [telnetd]}
POLICY

failures=0
fail() { echo "hostile-test.sh: FAILED: $*" >&2; failures=$((failures + 1)); }

seen() { # NAME FILE: what the program printed, and what it opened
  if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$2"; then fail "$1: control characters were printed"; fi
  if grep -q 'canary sings' "$2"; then fail "$1: the canary was printed"; fi
  if grep -qE '^(line)?ADMITTED: 99' "$2"; then fail "$1: a name forged a line"; fi
  [ -e "$2.trace" ] || return 0
  if grep -F "$work/canary" "$2.trace" | grep -qE '^[^"]*open(at)?\('; then fail "$1: the canary was opened"; fi
  if grep -E '"/etc/shadow"' "$2.trace" | grep -qE 'qemu'; then fail "$1: /etc/shadow was opened"; fi
  rm -f "$2.trace"
}

traced() { # SECONDS OUTPUT COMMAND…: exit status
  local seconds=$1 output=$2 status=0
  shift 2
  if command -v strace > /dev/null; then
    timeout -k 10 "$seconds" strace -f --seccomp-bpf -qq -e trace=open,openat -e signal=none -o "$output.trace" "$@" > "$output" 2>&1 || status=$?
  else
    timeout -k 10 "$seconds" "$@" > "$output" 2>&1 || status=$?
  fi
  return $status
}

admit() { # NAME FILE SECONDS EXPECTED
  local output=$work/out/$1.admit status=0 begin=$SECONDS
  traced "$3" "$output" "$kiln" admit "$work/in/$2" --policy "$work/policy.yaml" || status=$?
  seen "$1" "$output"
  local verdict
  verdict=$(grep -E 'ADMITTED' "$output" | tail -n 1 || true)
  [ "$status" = 1 ] || fail "$1: admit ended with $status"
  grep -qE "$4" "$output" || { fail "$1: not said: $4"; sed 's/^/    /' "$output" >&2; }
  printf '%-14s %4d s  %s\n' "$1" $((SECONDS - begin)) "${verdict:0:150}"
}

others() { # NAME FILE EXPECTED: the other verbs, of an image that none of them may open
  local file=$work/in/$2 verb
  for verb in "shell FILE --command true" "run FILE --command true" "diff FILE FILE" "size FILE" "convert FILE --format raw -o $work/converted"; do
    local words status=0 output=$work/out/$1.${verb%% *}
    read -ra words <<< "${verb//FILE/$file}"
    traced 300 "$output" "$kiln" "${words[@]}" || status=$?
    seen "$1 (${verb%% *})" "$output"
    [ "$status" != 0 ] && [ "$status" != 124 ] || fail "$1: ${verb%% *} ended with $status"
    grep -qE "$3" "$output" || { fail "$1: ${verb%% *} did not say: $3"; sed 's/^/    /' "$output" >&2; }
  done
  [ -z "$(find "$work/converted" -type f 2> /dev/null)" ] || fail "$1: convert left a file"
}

import() { # NAME FILE EXPECTED
  local output=$work/out/$1.import status=0
  mkdir -p "$work/recipes"
  cat > "$work/recipes/taken.yaml" <<RECIPE
name: taken
title: taken
version: "1"
os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
installer: {kind: image, media: {image: {file: $work/in/$2}, mirrors: [http://mirror.example.org/debian]}}
hardware: {cpus: 1, memory: 1GiB, disks: [{name: system, size: 8GiB, role: system}]}
RECIPE
  traced 600 "$output" "$kiln" build taken --recipes "$work/recipes" -o "$work/images" || status=$?
  seen "$1 (import)" "$output"
  [ "$status" != 0 ] && [ "$status" != 124 ] || fail "$1: import ended with $status"
  grep -qE "$3" "$output" || { fail "$1: import did not say: $3"; sed 's/^/    /' "$output" >&2; }
}

asked=" ${*:-backing parent external huge shared bomb disk-bomb described loops names packages inodes corrupt} "
wanted() { [[ $asked == *" $1 "* ]]; }

refused() { # NAME FILE EXPECTED: before any program has opened it, or by qemu-img within its limits
  wanted "$1" || return 0
  admit "$1" "$2" 120 "$3"
  others "$1" "$2" "$3"
}
refused backing backing.qcow2 'it has a backing file'
refused parent parent.vmdk 'holds only the difference to another'
refused external external.qcow2 'its data are in another file'
refused huge huge.qcow2 'its disk has 8388607 TiB, and 64 TiB is the most'
refused shared shared.qcow2 'its tables are damaged in [0-9]+ places'
refused described described/web.json 'is no name of a file beside it'
if wanted bomb; then admit bomb bomb.raw.zst 60 'neither qcow2'; fi
if wanted disk-bomb; then admit disk-bomb disk-bomb.raw.zst "$limit" 'unpacks to more than'; fi
if wanted backing; then import backing backing.qcow2 'it has a backing file'; fi
if wanted huge; then import huge huge.qcow2 'its disk has'; fi

# What the appliance opens.
opened() { ! wanted "$1" || admit "$1" "$1.qcow2" "$limit" "$2"; }
opened loops 'NOT ADMITTED'
opened names 'privileged_files +FAILED'
opened packages 'NOT ADMITTED'
opened inodes 'holds more than 1000000 entries'
opened corrupt 'NOT ADMITTED'

(cd "$work/in" && find . -type f -exec sha256sum {} + | sort > "$work/after")
cmp -s "$work/before" "$work/after" || fail "an image was written to: $(diff "$work/before" "$work/after" | tr '\n' ' ')"
[ -z "$(find "$work/store/work" -mindepth 1 -maxdepth 1 -name 'contents*' 2> /dev/null)" ] || fail "the store has work left"
[ "$failures" = 0 ] || { echo "hostile-test.sh: $failures failures" >&2; exit 1; }
command -v strace > /dev/null || echo "hostile-test.sh: SKIPPED: strace is not here, so it was not seen what was opened" >&2
echo "hostile-test.sh: every image ended in a verdict, and none was opened further than it may be"
