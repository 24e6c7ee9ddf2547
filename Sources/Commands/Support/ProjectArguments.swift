import Console
import Factory
import Foundation
import Recipes
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

extension Arguments {
  /// The store that a command line names. By an absolute path: reports and records name files in it.
  ///
  /// What is found damaged in it is said until a build says it in its own way.
  /// - Throws: what is wrong with the site file.
  func store(in context: Context) throws -> Store {
    try store(ofGroup: site()?.sharedGroup, in: context)
  }

  /// The same for who has a place of its own for what is wrong with the site file: then the store is nobody else's.
  func storeDespiteSite(in context: Context) throws -> Store {
    let site = try? site()
    return try store(ofGroup: site?.sharedGroup, in: context)
  }

  /// What the site file says; nil where none is named.
  func site() throws -> SiteFile? { try value(SharedOptions.site).map { try SiteFile(path: $0) } }

  private func store(ofGroup group: String?, in context: Context) throws -> Store {
    let root = value(SharedOptions.store) ?? Store.standardRoot(environment: context.environment)
    let store = Store(root: URL(fileURLWithPath: root).standardizedFileURL.path, sharedGroup: group)
    store.integrity.reports.tell { context.say("kiln: \($0)") }
    try StoreFormat(store).check()
    return store
  }
}
