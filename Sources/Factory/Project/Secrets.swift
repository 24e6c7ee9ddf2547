import Builds
import Diagnostics
import Failures
import Digests
import Foundation
import Recipes

/// The secrets that appliances name: their values for the build, their digests for the plan. By where they come from: two
/// appliances may call different secrets alike.
struct Secrets {
  private(set) var values: [SecretSource: String] = [:]

  /// - Throws: every secret that has no value, with how to give it one.
  init(of appliances: [Appliance], environment: [String: String]) throws {
    var missing: [Diagnostic] = []
    for appliance in appliances {
      for (name, source) in appliance.secrets.sorted(by: { $0.key < $1.key }) where values[source] == nil {
        values[source] = Self.value(of: source, environment)
        guard values[source] == nil else { continue }
        missing.append(
          Diagnostic("\(appliance.name): the secret '\(name)' has no value: \(source.place)", at: nil))
      }
    }
    if let diagnostics = Diagnostics(missing) { throw diagnostics }
  }

  /// The values of those that an order names.
  ///
  /// - Throws: `BuildError` for one that has no value here, or another than was planned.
  init(_ secrets: [JobOrder.Secret], environment: [String: String]) throws {
    for secret in secrets {
      guard let value = Self.value(of: secret.source, environment) else {
        throw BuildError(.secretMissing, "a secret has no value here: \(secret.source.place)")
      }
      values[secret.source] = value
    }
    let digests = try digests()
    for secret in secrets where secret.digest != nil && secret.digest != digests[secret.source] {
      throw BuildError(
        .secretMissing, "a secret has another value than when the build was planned: build again")
    }
  }

  private static func value(of source: SecretSource, _ environment: [String: String]) -> String? {
    switch source {
    case .environment(let variable): environment[variable]
    case .file(let path):
      (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .newlines)
    }
  }

  /// Slow to guess from: RFC 7914. The salt is fixed, so that the same secret gives the same key on any machine.
  func digests() throws -> [SecretSource: String] {
    try values.mapValues { try scrypt(secret: Array($0.utf8), salt: Array("kiln secret".utf8)) }
  }
}

extension SecretSource {
  /// What there is to do for a value.
  fileprivate var place: String {
    switch self {
    case .environment(let variable): "set the environment variable \(variable)"
    case .file(let path): "cannot read \(path)"
    }
  }
}
