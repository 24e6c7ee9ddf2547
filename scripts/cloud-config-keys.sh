#!/bin/sh
# Writes Sources/AnswerFiles/Autoinstall/CloudConfigKeys.swift anew: the keys of a cloud-config, with their version.
#   scripts/cloud-config-keys.sh FOLDER: a clone of canonical/cloud-init, whose HEAD is taken.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
clone=${1:?a clone of canonical/cloud-init}
version=$(git -C "$clone" log -1 --format='%H, %as' HEAD)
{
  cat <<END
// swift-format-ignore-file
// Written by scripts/cloud-config-keys.sh; do not edit.

/// What cloud-init reads at the top of a cloud-config.
enum CloudConfigKeys {
  /// The commit of cloud-init, and its day, that they are from.
  static let version = "$version"

  static let all: Set<String> = [
END
  git -C "$clone" show HEAD:cloudinit/config/schemas/schema-cloud-config-v1.json |
    python3 -c 'import json, sys; [print(f"    \"{key}\",") for key in sorted(json.load(sys.stdin)["properties"])]'
  printf '  ]\n}\n'
} > "$root/Sources/AnswerFiles/Autoinstall/CloudConfigKeys.swift"
