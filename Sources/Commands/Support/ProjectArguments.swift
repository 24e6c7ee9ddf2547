import Console
import Diagnostics
import Factory
import Files
import Foundation
import Recipes
import Storage

extension Arguments {
  /// The project that a command line names.
  ///
  /// Files that cannot be read as recipes keep nothing else from being done: they are told of, once and first.
  ///
  /// - Parameters:
  ///   - store: nil for the one that the command line names.
  ///   - words: those that may be paths of recipes; nil: all positional ones.
  ///   - tell: tells of such files; nil does it on standard error.
  ///   - tellsAll: in as many lines as there are faults, as where all recipes are asked for.
  /// - Throws: what is wrong with the site file, an override or the place of the shipped recipes.
  func project(
    in context: Context, store: Store? = nil, words: [String]? = nil, tell: ((String) -> Void)? = nil,
    tellsAll: Bool = false
  ) throws -> Project {
    let named = values(SharedOptions.recipes)
    let paths = (words ?? positionals).filter(Library.isPath).compactMap(Library.folder)
    let sources = Project.Sources(
      folders: (named.isEmpty ? ["."] : named) + paths, shipped: try ShippedLibrary.find(self, in: context),
      site: value(SharedOptions.site),
      overrides: values(SharedOptions.set) + values(SharedOptions.snapshot).map { "installer.snapshot=\($0)" }
    )
    let project = try Project(
      sources, store: try store ?? self.store(in: context), environment: context.environment)
    // What is wrong with what is asked for is no warning.
    let asked = Set((words ?? positionals).flatMap(project.library.diagnostics(of:)))
    let others = project.library.diagnostics.filter { !asked.contains($0) }
    let isWhole = tellsAll || has(SharedOptions.all)
    for warning in isWhole ? others.map(\.description) : Self.summary(of: others) {
      (tell ?? context.say)("warning: \(warning)")
    }
    return project
  }

  /// Few lines of what is wrong with files that nobody asked for.
  private static func summary(of faults: [Diagnostic]) -> [String] {
    let files = Set(faults.compactMap(\.location?.file)).sorted()
    let placeless = faults.filter { $0.location == nil }.map(\.description)
    guard !files.isEmpty else { return placeless }
    let named = files.prefix(4).joined(separator: ", ")
    let rest = files.count > 4 ? " and \(files.count - 4) more" : ""
    let what =
      files.count == 1
      ? "another file here is no sound recipe" : "\(files.count) other files here are no sound recipes"
    return placeless + ["\(what): \(named)\(rest); 'kiln check' tells more"]
  }

  /// The names that a command line asks for.
  func names(of project: Project, verb: Verb, in context: Context) throws -> [String] {
    try choice(of: project, verb: verb, tell: context.say).names
  }

  /// The recipes that a command line asks for; of all, those that can be planned, once the others have been told of.
  ///
  /// - Returns: their names, and whether these are all that was asked for.
  func choice(
    of project: Project, verb: Verb, tell: (String) -> Void
  ) throws -> (names: [String], isWhole: Bool) {
    if has(SharedOptions.all) {
      let (names, faults) = project.soundNames()
      for fault in faults where !project.library.diagnostics.contains(fault) { tell("warning: \(fault)") }
      return (names, faults.isEmpty && project.library.diagnostics.isEmpty)
    }
    guard !positionals.isEmpty else {
      throw UsageError("name a recipe, or give --all", command: "kiln \(verb.name)")
    }
    return (try positionals.map(project.name), true)
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

  /// The same for who only looks at what a store has, or frees some of it.
  ///
  /// - Throws: also that there is none: an empty one would be found to be in order.
  func existingStore(in context: Context) throws -> Store {
    let store = try store(in: context)
    guard FileSystem.isTaken(store.root) else { throw MissingStore(root: store.root) }
    return store
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

/// That there is no store where one was looked for.
private struct MissingStore: Error, CustomStringConvertible {
  let root: String

  var description: String {
    "there is no store in \(root): the first build makes it; name another with --store or KILN_STORE"
  }
}
