import Guest
import Images
import Jobs

/// Looks at files and packages of an image that nobody can log in to, in libguestfs' appliance, as its machine has left them.
struct OfflineChecks: Sendable {
  let host: BuildHost

  /// What can be told without a running system.
  static let kinds: Set<TestCase.Kind> = [.file, .package]

  /// - Parameters:
  ///   - parts: of those kinds.
  ///   - disks: overlays that the machine has written to.
  /// - Returns: a result for each part.
  /// - Throws: `CancellationError`; what keeps the disks from being opened is a result.
  func results(_ parts: [GuestPart], _ disks: [String]) async throws -> [TestCase] {
    let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
    let script = GuestScript(parts)
    let transcript = Transcript(script) {}
    do {
      let session = try await GuestSession.open(
        disks: disks.map { GuestDisk(path: $0, format: .qcow2) }, settings: settings)
      do {
        try await session.mountSystem()
        _ = try await session.run(GuestCommand(script.text, limit: .seconds(600))) { transcript.add($0) }
        await session.abandon()
      } catch {
        await session.abandon()
        throw error
      }
    } catch let error as GuestError {
      return parts.map {
        TestCase(
          $0.name, $0.kind, .failed, message: "the disks cannot be looked into: \(error)", place: $0.place)
      }
    }
    return zip(parts, transcript.answers).map { part, answer in part.result(of: answer) }
  }
}
