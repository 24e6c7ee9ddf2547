import Console
import Factory
import Storage

extension Arguments {
  /// The project that a command line names.
  ///
  /// - Parameter store: nil for the one that the command line names.
  /// - Throws: what is wrong with the site file, an override or the place of the shipped recipes.
  func project(in context: Context, store: Store? = nil) throws -> Project {
    let folders = values(SharedOptions.recipes)
    let sources = Project.Sources(
      folders: folders.isEmpty ? ["."] : folders, shipped: try ShippedLibrary.find(self, in: context),
      site: value(SharedOptions.site), overrides: values(SharedOptions.set))
    return try Project(
      sources, store: try store ?? self.store(in: context), environment: context.environment)
  }

  /// The names that a command line asks for.
  func names(of project: Project, verb: Verb) throws -> [String] {
    if has(SharedOptions.all) { return try project.allNames() }
    guard !positionals.isEmpty else {
      throw UsageError("name a recipe, or give --all", command: "kiln \(verb.name)")
    }
    return positionals
  }
}
