import Archive
import Foundation
import Guest
public import Images
import Imaging
public import Jobs
import Machine
public import Storage
import Text

/// Holds images, be they made here or by strangers, against a site's policy.
public struct ImageAdmission: Sendable {
  private let store: Store
  private let reader: ContentsReader

  public init(store: Store, host: BuildHost) {
    self.store = store
    reader = ContentsReader(store: store, host: host)
  }

  /// Looks at an image's own disks, without network and held to limits, and judges what is there and what statements say.
  ///
  /// - Parameters:
  ///   - name: any `ImageReference`.
  ///   - statements: what verified statements say of this very image.
  ///   - now: the time that ages are counted to.
  /// - Returns: also for an image that cannot be opened safely, or is too much: then that is the verdict.
  /// - Throws: where the image is not there, or this host cannot look at it.
  public func admit(
    _ name: String, by policy: Policy, statements: StatementFacts = StatementFacts(), now: Date = .now
  ) async throws -> Admission {
    var title = name
    do {
      let source = try store.source(name)
      title = source.title
      let facts = ImageFacts(disks: try await reader.facts(of: source), statements: statements, now: now)
      return Admission(image: title, policy: policy, findings: .judged(policy.verdicts(on: facts)))
    } catch {
      guard let reason = Self.refusal(error) else { throw error }
      return Admission(image: title, policy: policy, findings: .refused(shownName(reason, longest: 1000)))
    }
  }

  /// Why an image cannot be judged; nil where that is not the image's fault.
  private static func refusal(_ error: any Error) -> String? {
    switch error {
    case let error as UnusableImage: error.reason
    case ArchiveError.tooLarge(let archive, let limit): "\(archive) holds more than \(limit)"
    case let error as ArchiveError: "it cannot be unpacked: \(error)"
    case GuestError.launch, GuestError.command, GuestError.closed: nil
    case GuestError.channel(_, let code?) where code != 0: nil
    case let error as GuestError: "\(error)"
    default: nil
    }
  }
}
