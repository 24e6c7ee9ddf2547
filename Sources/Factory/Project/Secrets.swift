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
  /// Those that have no value.
  private(set) var missing: Set<SecretSource> = []
  private var faults: [Diagnostic] = []

  /// - Parameter origin: where an appliance's recipe says of a secret where its value is found.
  /// - Throws: every secret whose value is empty, with how to give it one.
  init(
    of appliances: [Appliance], environment: [String: String],
    origin: (_ appliance: String, _ secret: String) -> Origin
  ) throws {
    var empty: [Diagnostic] = []
    for appliance in appliances {
      for (name, source) in appliance.secrets.sorted(by: { $0.key < $1.key }) {
        guard values[source] == nil, !missing.contains(source) else { continue }
        let value = Self.value(of: source, environment)
        func fault(_ text: String) -> Diagnostic {
          Diagnostic(
            "\(appliance.name): the secret '\(name)' \(text)", from: origin(appliance.name, name))
        }
        switch value {
        case nil:
          missing.insert(source)
          faults.append(fault("has no value: \(source.place)"))
        case "": empty.append(fault("is empty: \(source.place)"))
        default: values[source] = value
        }
      }
    }
    if let diagnostics = Diagnostics(empty) { throw diagnostics }
  }

  /// - Throws: every secret that has no value, with how to give it one.
  func requireAll() throws { if let diagnostics = Diagnostics(faults) { throw diagnostics } }

  /// The values of those that an order names.
  ///
  /// - Throws: `BuildError` for one that has no value here, or another than was planned.
  init(_ secrets: [JobOrder.Secret], environment: [String: String]) throws {
    for secret in secrets {
      guard let value = Self.value(of: secret.source, environment), !value.isEmpty else {
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
    case .file(let path): "write it to \(path)"
    }
  }
}
