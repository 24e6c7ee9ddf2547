import Console
import Diagnostics
import Factory
import Foundation
import Media
import Recipes

/// The recipes of one command line, ready to be resolved.
struct Kitchen {
  let library: Library
  let resolver: Resolver
  /// What the site says of the time that an install may take.
  let timeouts: InstallTimeouts
  /// Whether the site lets builds go on without a suite of updates.
  let allowsMissingUpdates: Bool
  /// How old a verified state of an archive may be that stands in for one that cannot be had; nil: as Kiln has it.
  private let maximumReleaseAge: Duration?
  /// Where the host's own apt gets security updates.
  let securityMirror: String?

  init(_ arguments: Arguments, in context: Context) throws {
    let folders = arguments.values(SharedOptions.recipes)
    library = Library(
      folders: folders.isEmpty ? ["."] : folders, shipped: try ShippedLibrary.find(arguments, in: context))
    let site = try arguments.value(SharedOptions.site).map { try SiteFile(path: $0) }
    let overrides = try arguments.values(SharedOptions.set).map { try Override($0) }
    var mirrors: [String: Sourced<String>] = [:]
    let host = HostMirror.read()
    securityMirror = host?.security?.url
    if let host {
      mirrors[host.distribution] = Sourced(host.archive.url, from: .host("apt (\(host.archive.file))"))
    }
    allowsMissingUpdates = site?.allowsMissingUpdates ?? false
    timeouts = site?.installTimeouts ?? InstallTimeouts()
    maximumReleaseAge = site?.maximumReleaseAge
    resolver = Resolver(library, site: site, overrides: overrides, hostMirrors: mirrors)
  }

  /// What may stand in where a mirror is between two states.
  func mirrorPolicy(_ arguments: Arguments) -> MirrorPolicy {
    MirrorPolicy(
      isStrict: arguments.has(SharedOptions.strictMirror),
      maximumAge: maximumReleaseAge ?? MirrorPolicy.usualMaximumAge)
  }

  /// The names that a command line asks for.
  func names(_ arguments: Arguments, verb: Verb) throws -> [String] {
    if arguments.has(SharedOptions.all) { return try allNames() }
    guard !arguments.positionals.isEmpty else {
      throw UsageError("name a recipe, or give --all", command: "kiln \(verb.name)")
    }
    return arguments.positionals
  }

  /// The names of all recipes found.
  /// - Throws: what is wrong with the folders.
  func allNames() throws -> [String] {
    try check(library.diagnostics)
    return library.recipes.map(\.name).sorted()
  }

  /// Resolves all, or tells all that is wrong with any.
  func resolve(_ names: [String]) throws -> [Appliance] {
    var found: [Diagnostic] = []
    let appliances = names.compactMap { name -> Appliance? in
      switch resolver.resolve(name) {
      case .success(let appliance): return appliance
      case .failure(let diagnostics):
        found += diagnostics.list
        return nil
      }
    }
    try check(found)
    return appliances
  }

  private func check(_ found: [Diagnostic]) throws {
    if let diagnostics = Diagnostics(found) { throw diagnostics }
  }
}
