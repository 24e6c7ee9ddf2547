public import Diagnostics
import Recipes
import Text

/// A kind of rule: a key of a policy, what may stand there, and how an image is held against it.
///
/// A kind is added by its type and one line of ``Policy/rules``.
protocol PolicyRule: Sendable {
  /// The key, with its shape and meaning.
  static var field: Field { get }

  /// - Parameter value: fits the field's shape.
  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement
}

extension PolicyRule {
  static var name: String { field.name }
}

/// What holding an image against a rule, or a part of one, came to.
struct Judgement: Hashable, Sendable {
  var outcome: Verdict.Outcome
  /// What shows it, a line each, names of others in a form that can be printed.
  var evidence: [String]
  /// The part of the policy that it is about; nil for the rule itself.
  var place: Location?

  static func passed(_ evidence: String) -> Judgement { Judgement(outcome: .passed, evidence: [evidence]) }

  static func failed(_ evidence: String...) -> Judgement { Judgement(outcome: .failed, evidence: evidence) }

  static func unknown(_ evidence: String) -> Judgement { Judgement(outcome: .unknown, evidence: [evidence]) }

  /// Fails where there is anything that should not be.
  ///
  /// - Parameters:
  ///   - found: each is shown as a name of others is.
  ///   - otherwise: what is said where there is nothing.
  static func failed(by found: [String], otherwise: String) -> Judgement {
    guard !found.isEmpty else { return .passed(otherwise) }
    let shown = found.prefix(longest).map { shownName($0) }
    let more = found.count > longest ? ["… and \(found.count - longest) more"] : []
    return Judgement(outcome: .failed, evidence: shown + more)
  }

  /// How much of a list is shown.
  private static let longest = 20

  func at(_ place: Location?) -> Judgement {
    var judgement = self
    judgement.place = place
    return judgement
  }

  /// All of several: the worst of them, with what shows that.
  static func all(_ parts: [Judgement]) -> Judgement {
    let worst = parts.map(\.outcome).max { $0.severity < $1.severity } ?? .passed
    let told = parts.filter { $0.outcome == worst }
    return Judgement(
      outcome: worst, evidence: told.flatMap(\.evidence), place: told.lazy.compactMap(\.place).first)
  }
}

/// How an image stands to one rule of a policy.
public struct Verdict: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case passed, failed
    /// Nothing that can be believed tells.
    case unknown

    var severity: Int {
      switch self {
      case .passed: 0
      case .unknown: 1
      case .failed: 2
      }
    }
  }

  /// The policy's key.
  public let rule: String
  public let outcome: Outcome
  /// Whether the policy takes it that nothing is known.
  public let isAccepted: Bool
  public let evidence: [String]
  /// In the policy.
  public let place: Location

  /// Whether the rule lets the image in.
  public var admits: Bool { outcome == .passed || outcome == .unknown && isAccepted }
}

extension Form {
  /// What a ``PolicyPattern`` is made of.
  static let pattern = Form(
    "a name, in which '*' stands for any characters", "^[^ \t\n]+$", example: "nginx-*")
}
