import Files
import Foundation
import Machine
import Planning
import Provisioners
import Recipes
import Synchronization
import Testing

@testable import Builds
@testable import Failures
@testable import Jobs
@testable import Storage

/// Recipes over the stand-in installer, a store and an output folder, all temporary.
final class Workplace: Sendable {
  let folder = TemporaryFolder()
  let events = Mutex<[String]>([])
  var store: Store { Store(root: "\(folder.path)/store") }
  var output: String { "\(folder.path)/out" }

  /// No recipe yet.
  init() {}

  /// Writes a file of the recipes' folder.
  func write(_ name: String, _ text: String) throws {
    let path = "\(folder.path)/recipes/\(name)"
    try FileSystem.makeFolder("\(folder.path)/recipes")
    try FileSystem.write(Data(text.utf8), to: path)
  }

  func plan(_ names: String...) throws -> Plan {
    let library = Library(folders: ["\(folder.path)/recipes"], shipped: nil, provisioners: .all)
    try #require(library.diagnostics == [], "\(library.diagnostics)")
    let resolver = Resolver(library)
    return try Planner.plan(try names.map { try resolver.resolve($0).get() })
  }

  func build(
    _ plan: Plan, limits: InstallLimits = .patient,
    scriptLimit: Duration = JobSettings.standardScriptLimit, host: BuildHost = .emulating,
    executor: (any Executor)? = nil
  )
    async throws -> BuildReport
  {
    events.withLock { $0 = [] }
    let settings = JobSettings(limits: limits, scriptLimit: scriptLimit, fatalTexts: try Self.shippedTexts())
    let options = BuildOptions(output: output, settings: settings, keepGoing: true)
    let builder = Builder(store: store, options: options, host: host, executor: executor) { event in
      self.note(event)
    }
    return try await builder.build(plan)
  }

  private static func appliance(of image: JobName) -> String {
    String(image.label.prefix { $0 != "-" })
  }

  private func note(_ event: BuildEvent) {
    let text: String? =
      switch event {
      case .started(let job, let reason, _) where job.kind == .layer: "build \(job): \(reason)"
      case .output(_, let line): line
      case .phase(let job, let name) where name.hasPrefix("libguestfs"): "\(job): \(name)"
      case .finished(let job, _) where job.kind == .image:
        "sealed \(job), made of \(store.history.previousLayers(of: Self.appliance(of: job)).map { "\($0.name)" })"
      case .notice(let text) where text.contains("set aside"): "notice \(text)"
      case .reused(let job, nil): "reuse \(job)"
      case .reused(let job, _): "up to date \(job)"
      default: nil
      }
    if let text { events.withLock { $0.append(text) } }
  }
}

extension BuildHost {
  /// With the built program, which lies beside the test bundle.
  static let emulating = BuildHost(
    accelerator: .tcg, program: Bundle.main.bundleURL.appendingPathComponent("kiln").path)
}

/// Times ten under emulation.
extension InstallLimits {
  /// Also for a host that does much else.
  static let patient = InstallLimits(answers: .seconds(60), silence: .seconds(60), whole: .seconds(120))
  /// For a guest that is to stand still, which takes no longer under emulation: 20 s.
  static let brief = InstallLimits(answers: .seconds(30), silence: .seconds(40), whole: .seconds(60))
}
