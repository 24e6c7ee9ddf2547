import Machine
import Planning
import Recipes

/// Whether this host can boot images that ask for Secure Boot: looked for before anything is downloaded or built.
struct SecureBootCheck: Sendable {
  /// Throws what the host lacks.
  var examine: @Sendable () throws -> Void = { try SecureBootSupport.check() }

  /// - Throws: `MachineError`.
  func run(_ graph: JobGraph) throws {
    let appliances = graph.jobs.compactMap { job -> Appliance? in
      if case .bootTest(let test) = job.task { test.image.appliance } else { nil }
    }
    if appliances.contains(where: { $0.hardware.firmware == .uefiSecure && $0.test?.boot != .nothing }) {
      try examine()
    }
  }
}
