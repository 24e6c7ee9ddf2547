#!/bin/sh
# Writes Sources/AnswerFiles/Autoinstall/AutoinstallFacts.swift anew: the schema of subiquity's answer file, with its version.
#   scripts/autoinstall-facts.sh FOLDER: a clone of canonical/subiquity, whose HEAD is taken.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
clone=${1:?a clone of canonical/subiquity}
version=$(git -C "$clone" log -1 --format='%H, %as' HEAD)
{
  cat <<END
// swift-format-ignore-file
// Written by scripts/autoinstall-facts.sh; do not edit.

extension AutoinstallSchema {
  /// The commit of subiquity, and its day, that \`\`text\`\` is from.
  static let version = "$version"

  /// autoinstall-schema.json as it is there.
  static let text = #"""
END
  git -C "$clone" show HEAD:autoinstall-schema.json
  printf '\n"""#\n}\n'
} > "$root/Sources/AnswerFiles/Autoinstall/AutoinstallFacts.swift"
