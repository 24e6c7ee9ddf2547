import Diagnostics
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
        switch source {
        case .environment(let variable):
          values[source] = environment[variable]
          if environment[variable] == nil {
            missing.append(
              Diagnostic(
                "\(appliance.name): the secret '\(name)' has no value: set the environment variable \(variable)",
                at: nil))
          }
        case .file(let path):
          values[source] = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
            in: .newlines)
          if values[source] == nil {
            missing.append(
              Diagnostic("\(appliance.name): the secret '\(name)' has no value: cannot read \(path)", at: nil)
            )
          }
        }
      }
    }
    if let diagnostics = Diagnostics(missing) { throw diagnostics }
  }

  /// Slow to guess from: RFC 7914. The salt is fixed, so that the same secret gives the same key on any machine.
  func digests() throws -> [SecretSource: String] {
    try values.mapValues { try scrypt(secret: Array($0.utf8), salt: Array("kiln secret".utf8)) }
  }
}
