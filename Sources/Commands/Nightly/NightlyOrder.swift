import AnswerFiles
import Console
import Factory
import Jobs
import Planning
import Recipes

/// What a nightly run is to do: nothing that is wrong with one recipe keeps it from the others.
struct NightlyOrder {
  private(set) var plan: Plan
  private(set) var options = BuildOptions()
  private(set) var refused: [NightlyRefusal] = []
  private(set) var problems: [String] = []
  private(set) var notices: [String] = []

  /// - Throws: `UsageError`, `CancellationError`; whatever else is wrong is for the report.
  init(_ arguments: Arguments, verb: Verb, in context: Context) async throws {
    plan = try Planner.plan([])
    do {
      let kitchen = try Kitchen(arguments, in: context)
      let names = try Self.names(arguments, kitchen, verb: verb)
      if arguments.positionals.isEmpty { problems = kitchen.library.diagnostics.map(\.description) }
      let appliances = sort(names, kitchen, context.environment)
      let secrets = try Secrets(of: appliances, environment: context.environment)
      options = try BuildArguments(arguments, verb: verb, in: context)
        .options(kitchen, secrets, keepGoing: true)
      plan = try await kitchen.plan(
        appliances, secrets: secrets, arguments, verb: verb, in: context,
        standard: options.isOffline ? .never : .updates
      ) { notices.append($0) }
    } catch let error where error is UsageError || error is CancellationError {
      throw error
    } catch {
      problems.append(Failure(error).message)
    }
  }

  /// Those asked for, or all, or all that are the user's own.
  private static func names(_ arguments: Arguments, _ kitchen: Kitchen, verb: Verb) throws -> [String] {
    if !arguments.positionals.isEmpty { return arguments.positionals }
    let takesAll = arguments.has(SharedOptions.all)
    let names = kitchen.library.recipes.filter { takesAll || !$0.isShipped }.map(\.name).sorted()
    guard !names.isEmpty || !kitchen.library.diagnostics.isEmpty else {
      throw UsageError(
        "no recipes but the shipped ones: name a recipe or a folder of them (--recipes), or give --all",
        command: "kiln \(verb.name)")
    }
    return names
  }

  /// Puts aside what cannot be planned.
  ///
  /// - Returns: the others, each once.
  private mutating func sort(
    _ names: [String], _ kitchen: Kitchen, _ environment: [String: String]
  ) -> [Appliance] {
    var seen: Set<String> = []
    return names.compactMap { name in
      do {
        let appliance = try kitchen.resolver.resolve(name).get()
        _ = try Planner.plan([appliance])
        _ = try Secrets(of: [appliance], environment: environment)
        return seen.insert(appliance.name).inserted ? appliance : nil
      } catch {
        let parent = kitchen.library[name]?.parent
        refused.append(NightlyRefusal(name: name, parent: parent, message: Failure(error).message))
        return nil
      }
    }
  }
}
