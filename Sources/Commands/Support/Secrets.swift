import Digests
import Foundation
import Recipes

/// The secrets that appliances name: their values for the build, their digests for the plan.
struct Secrets {
  private(set) var values: [String: String] = [:]

  /// - Throws: every secret that has no value, with how to give it one.
  init(of appliances: [Appliance], environment: [String: String]) throws {
    var missing: [Diagnostic] = []
    for appliance in appliances {
      for (name, source) in appliance.secrets.sorted(by: { $0.key < $1.key }) where values[name] == nil {
        switch source {
        case .environment(let variable):
          values[name] = environment[variable]
          if environment[variable] == nil {
            missing.append(
              Diagnostic(
                "\(appliance.name): the secret '\(name)' has no value: set the environment variable \(variable)",
                at: nil))
          }
        case .file(let path):
          values[name] = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
            in: .newlines)
          if values[name] == nil {
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
  func digests() throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: values.map { name, value in
        (name, try scrypt(secret: Array(value.utf8), salt: Array("kiln secret \(name)".utf8)))
      })
  }
}
