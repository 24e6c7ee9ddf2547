import Files
import Foundation
import Subprocess
import Testing

/// What a script writes and deletes is in no layer and no image, raw bytes and all.
///
/// `scripts/canary-test.sh` shows the same of real systems. Covers attacks/secret_scan.sh and attacks/hostkeys.sh.
struct CanaryTests {
  /// Never as such in a text or log of this program: only its parts are.
  private static let canary = ["canary", "deleted", "by", "its", "script"].joined(separator: "-")

  @Test func nothingThatAScriptDeletesIsLeft() async throws {
    let place = try await Workplace.withBuiltBase()
    // The script is a deleted file, too.
    try place.write(
      "web.sh",
      """
      #!/bin/sh
      set -eu
      i=0
      while [ $i -lt 2000 ]; do i=$((i + 1)); echo "$i \(Self.canary)"; done > /srv/canary
      i=0
      while [ $i -lt 50 ]; do i=$((i + 1)); echo \(Self.canary) > /etc/canary-$i; done
      sync
      rm -f /srv/canary /etc/canary-*
      echo something else > /etc/after
      """)
    let report = try await place.build(try place.plan("web"))
    #expect(report.images.map(\.failure) == [nil])
    let store = place.store
    let layers = store.layers.present().map(store.layers.folder)
    let disks = (layers + [place.output]).flatMap { folder in
      FileSystem.entries(of: folder).filter { $0.hasSuffix(".qcow2") }.map { "\(folder)/\($0)" }
    }
    #expect(disks.count > layers.count)
    let search = "\(Workplace.checkout)/scripts/raw-search.py"
    let found = try await run(Command(search, ["--canary", Self.canary] + disks))
    #expect(found.status == .exited(0), "\(String(decoding: found.stdout, as: UTF8.self))")
  }
}
