import Archive
public import Foundation
import Guest
public import Images
public import Imaging
public import Jobs
import Machine
public import Storage
import Text

/// Holds images, be they made here or by strangers, against a site's policy.
public struct ImageAdmission: Sendable {
  private let store: Store
  private let reader: ContentsReader
  private let knowledge: Knowledge

  /// What is known beside the image itself.
  public struct Knowledge: Sendable {
    /// Whose statements count; nil: nobody's.
    public var trust: VerifyRun.Trust?
    /// Finds known vulnerabilities in what an image holds, by the site's own data; nil where there are none.
    public var audit: ImageAudit.Run?

    public init(
      trust: VerifyRun.Trust? = nil, audit: ImageAudit.Run? = nil
    ) {
      self.trust = trust
      self.audit = audit
    }
  }

  public init(store: Store, host: BuildHost, knowledge: Knowledge = Knowledge()) {
    self.store = store
    self.knowledge = knowledge
    reader = ContentsReader(store: store, host: host)
  }

  /// Looks at an image's own disks, without network and held to limits, and judges what is there and what statements say.
  ///
  /// - Parameters:
  ///   - name: any `ImageReference`.
  ///   - now: the time that ages are counted to, and when keys must be valid.
  /// - Returns: also for an image that cannot be opened safely, or is too much: then that is the verdict.
  /// - Throws: where the image is not there, or this host cannot look at it.
  public func admit(_ name: String, by policy: Policy, now: Date = .now) async throws -> Admission {
    var title = name
    do {
      let source = try store.source(name)
      title = source.title
      let disks = try await reader.facts(of: source)
      var statements = try await statements(of: name, now)
      if let audit = knowledge.audit {
        let subject = BillOfMaterials.Subject(name: title, version: nil, digest: "", created: now)
        statements.take(try await audit(BillOfMaterials(disks.contents, of: subject)))
      }
      let facts = ImageFacts(disks: disks, statements: statements, now: now)
      return Admission(image: title, policy: policy, findings: .judged(policy.verdicts(on: facts)))
    } catch {
      guard let reason = Self.refusal(error) else { throw error }
      return Admission(image: title, policy: policy, findings: .refused(shownName(reason, longest: 1000)))
    }
  }

  /// Whether what is in an image was read before and is still known, so that judging it again takes no appliance.
  public func isQuick(_ name: String) -> Bool {
    (try? store.source(name)).map(reader.knows) ?? false
  }

  private func statements(of name: String, _ now: Date) async throws -> StatementFacts {
    if let trust = knowledge.trust { return try await VerifyRun(trust, at: now).facts(of: name, in: store) }
    var facts = StatementFacts()
    facts.doubts = ["no key was named"]
    return facts
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
