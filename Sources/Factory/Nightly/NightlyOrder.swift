import Builds
import Jobs
import Planning
import Recipes
import Storage

/// What a nightly run is to do: nothing that is wrong with one recipe keeps it from the others.
public struct NightlyOrder: Sendable {
  var plan: Plan
  var options = BuildOptions()
  private(set) var wanted = Wanted()
  /// Of builds of images.
  private(set) var retention = BuildRetention.Limits.standard
  private var executor = ExecutorKind.local
  /// nil where nothing is to be built.
  private var secrets: Secrets?
  private(set) var refused: [NightlyRefusal] = []
  private(set) var problems: [String] = []
  /// Recipe files that cannot be read, each once.
  private(set) var unreadable: [String] = []
  private(set) var notices: [String] = []
  private(set) var checks = NightlyChecks()
  private(set) var isInterrupted = false

  /// Which recipes a night is for.
  public enum Selection: Sendable {
    case named([String])
    /// All that are not shipped with Kiln.
    case own
    case all
  }

  /// - Parameters:
  ///   - project: or why there is none, which is for the report.
  ///   - request: how they are built; its own names do not count.
  ///
  /// Whatever is wrong is for the report, be it that planning is interrupted.
  public init(
    _ selection: Selection, of project: Result<Project, any Error>, _ request: BuildRequest
  ) async throws {
    plan = try Planner.plan([])
    do {
      let project = try project.get()
      retention = project.retention
      (checks, problems) = project.nightlyChecks(isOffline: request.isOffline)
      let names: [String]
      switch selection {
      case .named(let named): names = named
      case .own: names = project.ownNames
      case .all: names = project.library.recipes.map(\.name).sorted()
      }
      // Whoever names recipes has not asked about the others.
      if case .named = selection {
      } else {
        problems += project.library.diagnostics.map(\.description)
        unreadable = Set(project.library.diagnostics.compactMap(\.location?.file)).sorted()
      }
      try await add(names, of: project, request)
    } catch is CancellationError {
      isInterrupted = true
    } catch {
      problems.append("\(error)")
    }
  }

  private mutating func add(_ names: [String], of project: Project, _ request: BuildRequest) async throws {
    let appliances = sort(names, project)
    let secrets = try project.secrets(of: appliances)
    options = try project.options(request, secrets)
    options.keepGoing = true
    options.reportsInterruption = true
    wanted = project.wanted(request, options)
    (executor, self.secrets) = (request.executor, secrets)
    var request = request
    request.refresh = request.refresh ?? (request.isOffline ? .never : .updates)
    (plan, notices) = try await project.plan(appliances, secrets, request)
  }

  /// What does its jobs; nil for this process.
  func executor(on host: BuildHost) throws -> (any Executor)? {
    try secrets.flatMap { try executor.executor(on: host, $0) }
  }

  /// Puts aside what cannot be planned.
  ///
  /// - Returns: the others, each once.
  private mutating func sort(_ names: [String], _ project: Project) -> [Appliance] {
    var seen: Set<String> = []
    return names.compactMap { name in
      do {
        let appliance = try project.resolver.resolve(name).get()
        try project.checkBases(of: try Planner.plan([appliance]))
        try project.secrets(of: [appliance]).requireAll()
        return seen.insert(appliance.name).inserted ? appliance : nil
      } catch {
        let parent = project.library[name]?.parent
        refused.append(NightlyRefusal(name: name, parent: parent, message: "\(error)"))
        return nil
      }
    }
  }
}

extension Project {
  /// The recipes that are not shipped with Kiln, sorted.
  public var ownNames: [String] { library.recipes.filter { !$0.isShipped }.map(\.name).sorted() }
}
