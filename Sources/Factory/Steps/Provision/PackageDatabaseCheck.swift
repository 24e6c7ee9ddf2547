import Guest
import Media

/// Whether a layer leaves the package manager's database as it should be: the next to install anything would stumble over
/// what this one left.
///
/// Only dpkg's is read: of rpm's, nothing on the host can.
struct PackageDatabaseCheck: Sendable {
  private static let status = "/var/lib/dpkg/status"
  /// What is wrong before the layer's own steps: its parent's doing.
  let inherited: [String]

  init(_ session: GuestSession) async throws {
    inherited = try await Self.faults(in: session)
  }

  /// - Throws: `FactoryError.unsoundPackages` for what was sound in the parent.
  func check(_ session: GuestSession, layer: String, log: String) async throws {
    let known = Set(inherited)
    let faults = try await Self.faults(in: session).filter { !known.contains($0) }
    if !faults.isEmpty { throw FactoryError.unsoundPackages(layer: layer, faults: faults, log: log) }
  }

  private static func faults(in session: GuestSession) async throws -> [String] {
    guard try await session.exists(status) else { return [] }
    let interrupted =
      try await session.paths(matching: "/var/lib/dpkg/updates/[0-9]*").isEmpty
      ? [] : ["dpkg was interrupted"]
    return try PackageStates.faults(in: try await session.read(status)) + interrupted
  }
}
