import Builds
import Failures
import Families
import Files
import Foundation
import Guest
import Jobs
import Machine
import Media
import Planning
import Storage
import Subprocess

/// Tries everything that a build needs of this machine.
public struct HostExamination: Sendable {
  /// What one trial showed.
  public struct Trial: Sendable, Codable {
    public let subject: String
    public let isGood: Bool
    public let evidence: String

    enum CodingKeys: String, CodingKey {
      case subject
      case isGood = "passed"
      case evidence
    }
  }

  private let store: Store
  private let host = BuildHost()

  public init(store: Store) {
    self.store = store
  }

  /// All checks, in order; none ends the others.
  public func run() async -> [Trial] {
    [
      await check("QEMU") { "version \(try await host.tools().qemu)" },
      await check("accelerator") {
        let verdict = try await host.verdict()
        return "\(verdict.accelerator.rawValue): \(verdict.evidence)"
      },
      await check("libguestfs") { try await startGuest() },
      await check("ways to build") { RootCheck.ways() },
      await check("Secure Boot") { secureBoot() },
      await check("free space") { try freeSpace() },
      await check("keyring") { try keyrings() },
      await check("mirror") { try await mirror() },
    ]
  }

  private func check(_ subject: String, _ trial: () async throws -> String) async -> Trial {
    do {
      return Trial(subject: subject, isGood: true, evidence: try await trial())
    } catch {
      return Trial(subject: subject, isGood: false, evidence: "\(error)")
    }
  }

  private func startGuest() async throws -> String {
    let start = ContinuousClock.now
    // libguestfs starts over a disk only.
    let disk = FileManager.default.temporaryDirectory.appendingPathComponent(
      "kiln-\(UUID().uuidString)"
    ).path
    defer { try? FileSystem.remove(disk) }
    try await QemuImage().create(disk, size: 1 << 20)
    let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
    try await GuestSession.open(disks: [GuestDisk(path: disk, format: .qcow2)], settings: settings).close()
    return "version \(guestVersion()), started in \(start.duration(to: .now).seconds) s"
  }

  /// Few recipes need it, so that a host without it is none the worse.
  private func secureBoot() -> String {
    do {
      try SecureBootSupport.check()
      return "firmware with keys, and a TPM, for 'firmware: uefi-secure'"
    } catch {
      return "not here, for 'firmware: uefi-secure': \(error)"
    }
  }

  private func freeSpace() throws -> String {
    try store.prepare()
    let free =
      try FileManager.default.attributesOfFileSystem(forPath: store.root)[.systemFreeSize] as? Int64 ?? 0
    let gibibytes = free >> 30
    guard gibibytes >= 5 else {
      throw BuildError(
        .hostDiskFull, "only \(gibibytes) GiB are free in \(store.root): a distribution needs about 5 GiB")
    }
    return "\(gibibytes) GiB in \(store.root)"
  }

  private func keyrings() throws -> String {
    let archives = Family.all.compactMap(\.archive).filter(\.isKeyringOnHosts)
    for archive in archives where !FileSystem.exists(archive.keyring) {
      throw BuildError(.programMissing, "\(archive.keyring) is missing: install \(archive.keyringPackage)")
    }
    return archives.map(\.keyring).joined(separator: ", ")
  }

  private func mirror() async throws -> String {
    guard let mirror = HostMirror.read() else {
      return "apt is not set up here: recipes' own mirrors are used"
    }
    guard let own = Family.of(mirror.distribution).archive, own.isKeyringOnHosts,
      let suite = own.standingSuite
    else {
      return "\(mirror.archive.url): not asked, Kiln knows no signed suite of it"
    }
    _ = try keyrings()
    let archive = try await SignedArchive.open(
      mirror: mirror.archive.url, suite: suite, keyring: own.keyring,
      cache: MediaCache(folder: store.media),
      downloader: Downloader())
    return
      "\(mirror.archive.url) (\(mirror.archive.file)): \(archive.release.codename) of \(archive.release.date.ISO8601Format())"
  }
}
