import Failures
import Guest
import Media
import Synchronization

/// Whether a layer leaves the package manager's database as it should be: the next to install anything would stumble over
/// what this one left.
///
/// dpkg's is read; rpm's own program is asked for the faults of its.
struct PackageDatabaseCheck: Sendable {
  private static let status = "/var/lib/dpkg/status"
  /// What is wrong before the layer's own steps: its parent's doing.
  let inherited: [String]
  /// What is installed, where dpkg's database was read.
  let installed: GuestPackages?

  init(_ session: GuestSession) async throws {
    self = try await Self.look(into: session)
  }

  init(inherited: [String], installed: GuestPackages? = nil) {
    self.inherited = inherited
    self.installed = installed
  }

  /// - Returns: what the next layer made in the session has from this one.
  /// - Throws: `BuildError` for what was sound in the parent.
  func check(_ session: GuestSession, layer: String, log: String) async throws -> PackageDatabaseCheck {
    let found = try await Self.look(into: session)
    try check(found.inherited, layer: layer, log: log)
    return found
  }

  func check(_ faults: [String], layer: String, log: String) throws {
    let known = Set(inherited)
    let faults = faults.filter { !known.contains($0) }
    guard !faults.isEmpty else { return }
    throw BuildError(
      .packagesUnsound,
      "\(layer): its steps leave packages that are not in order:" + faults.map { "\n  \($0)" }.joined()
        + "\nfind the step that passed over this error in \(log)", from: .step)
  }

  private static func look(into session: GuestSession) async throws -> PackageDatabaseCheck {
    guard try await session.exists(status) else {
      return PackageDatabaseCheck(inherited: try await rpmFaults(in: session))
    }
    let interrupted =
      try await session.paths(matching: "/var/lib/dpkg/updates/[0-9]*").isEmpty
      ? [] : ["dpkg was interrupted"]
    let states = try PackageStates(try await session.read(status))
    return PackageDatabaseCheck(
      inherited: states.faults + interrupted,
      installed: GuestPackages(format: "deb", packages: states.installed))
  }

  private static func rpmFaults(in session: GuestSession) async throws -> [String] {
    guard try await !session.paths(matching: "/{var/lib,usr/lib/sysimage}/rpm").isEmpty else { return [] }
    let lines = Mutex<[String]>([])
    _ = try await session.run(.rpmFaults) { line in lines.withLock { $0.append(line) } }
    return lines.withLock(\.self)
  }
}
