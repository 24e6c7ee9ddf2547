import Foundation
import Testing

@testable import Guest

/// States of a running appliance's disks; one start.
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
    func overlays(_ name: String, over bases: [String]) throws -> [String] {
      let paths = bases.indices.map { "\(folder.path)/\(name)-\($0).qcow2" }
      for (path, base) in zip(paths, bases) { try overlay(path, over: base) }
      return paths
    }
    let first = try overlays("first", over: [disks.root, disks.data])
    let session = try await GuestSession.open(
      disks: first.map { GuestDisk(path: $0, format: .qcow2) }, settings: GuestSettings(forcesTCG: true))
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
    try await session.replaceDisks(with: try overlays("parent", over: [disks.root, disks.data]))
    #expect(try await text("/etc/state", in: session) == nil)
    let result = try await session.run(GuestCommand("ls /etc > /srv-listing")) { _ in }
    #expect(result.isSuccess, "commands run in a state that came back")
    try await session.close()

    // What was written before the branch is whole in the file that others may read by then.
    let reader = try await GuestSession.open(
      disks: first.map { GuestDisk(path: $0, format: .qcow2, readOnly: true) },
      settings: GuestSettings(forcesTCG: true))
    try await reader.mountSystem()
    #expect(try await text("/etc/state", in: reader) == "one")
    try await reader.close()
  }
}
