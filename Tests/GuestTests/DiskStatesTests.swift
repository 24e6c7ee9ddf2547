import Foundation
import Testing

@testable import Guest

/// States of a running appliance's disks, and the end of one whose command hangs; one start.
struct DiskStatesTests {
  private func overlay(_ path: String, over base: String) throws {
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", path])
  }

  private func text(_ path: String, in session: GuestSession) async throws -> String? {
    guard try await session.exists(path) else { return nil }
    return String(decoding: try await session.read(path), as: UTF8.self)
  }

  @Test func aStateIsKeptAndComesBack() async throws {
    let folder = try TemporaryFolder()
    let disks = try TestDisks(in: folder, files: [:])
    // The system's is the second here.
    let bases = [disks.data, disks.root]
    func overlays(_ name: String, over bases: [String]) throws -> [String] {
      let paths = bases.indices.map { "\(folder.path)/\(name)-\($0).qcow2" }
      for (path, base) in zip(paths, bases) { try overlay(path, over: base) }
      return paths
    }
    let first = try overlays("first", over: bases)
    let session = try await GuestSession.open(
      disks: first.map { GuestDisk(path: $0, format: .qcow2) }, settings: .emulated)
    try await session.mountSystem()
    try await session.write(Array("one".utf8), to: "/etc/state", mode: 0o644, owner: "root")
    try await session.write(Array("one".utf8), to: "/var/state", mode: 0o644, owner: "root")

    let second = try overlays("second", over: first)
    try await session.branch(to: second)
    try await session.write(Array("two".utf8), to: "/etc/state", mode: 0o644, owner: "root")
    try await session.remove("/var/state")

    for round in 0..<2 {
      try await session.replaceDisks(with: try overlays("back-\(round)", over: first))
      #expect(try await text("/etc/state", in: session) == "one")
      #expect(try await text("/var/state", in: session) == "one")
      try await session.write(Array("three".utf8), to: "/etc/state", mode: 0o644, owner: "root")
    }
    try await session.replaceDisks(with: try overlays("parent", over: bases))
    #expect(try await text("/etc/state", in: session) == nil)
    let result = try await session.run(GuestCommand("ls /etc > /srv-listing")) { _ in }
    #expect(result.isSuccess, "commands run in a state that came back")
    try await aHangingCommandIsEndedAndItsSessionWithIt(session)

    // What was written before the branch is whole in the files that others may read by then.
    for (path, disk) in [("/state", first[0]), ("/etc/state", first[1])] {
      try runTool("sh", ["-ec", Self.isOne, "sh", disk, path])
    }
  }

  /// A file's text in a disk whose file system was mounted until its end: what is in the journal counts.
  private static let isOne = """
    qemu-img convert -O raw "$1" "$1.raw"
    /usr/sbin/e2fsck -y -E journal_only "$1.raw" > "$1.said" || [ $? = 1 ]
    [ "$(/usr/sbin/debugfs -R "cat $2" "$1.raw" 2> "$1.said")" = one ]
    """

  private func aHangingCommandIsEndedAndItsSessionWithIt(_ session: GuestSession) async throws {
    let outcome = try await session.run(GuestCommand("echo begun; sleep 1000", limit: .seconds(5))) { _ in }
    #expect(outcome == CommandResult(status: nil, lastLines: ["begun"]))
    #expect(outcome.description == "ended, because its time was over")
    await #expect(throws: GuestError.self) { try await session.close() }
    await #expect(throws: GuestError.closed) { try await session.run(GuestCommand("true")) { _ in } }
  }
}
