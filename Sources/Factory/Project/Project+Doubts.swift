import Diagnostics
import Foundation
import Media
import Provisioners
import Recipes

/// What is probably wrong with recipes, and what this host or its store lets one know: a warning, for another host may say
/// something else.
extension Project {
  /// Doubts about packages, by the indexes of archives that are in the store, and about groups of users.
  ///
  /// Nothing is downloaded. A recipe that cannot be resolved has faults, and no doubts.
  public func doubts(about names: [String]) async -> [Diagnostic] {
    let appliances = names.compactMap { try? resolver.resolve($0).get() }
    let known = await freshnessCheck(isOffline: true).knownPackages(for: appliances)
    let doubts = appliances.flatMap { appliance in
      appliance.groupDoubts + (known[appliance.name].map(appliance.packageDoubts) ?? [])
    }
    return Diagnostics(doubts)?.list ?? []
  }
}

extension Appliance {
  /// Packages that archives do not have; none where a recipe brings package sources of its own.
  ///
  /// - Parameter known: the names in the archives of its distribution.
  func packageDoubts(_ known: PackageNames) -> [Diagnostic] {
    let paths = chain.flatMap(\.steps).flatMap { $0.action.placedPaths }
    guard !paths.contains(where: Self.isPackageSource) else { return [] }
    let index =
      "\(system.distribution) \(system.release)" + (known.date.map { " as of \(Self.day($0))" } ?? "")
    let scope =
      known.unread.isEmpty ? "" : ", whose \(known.unread.joined(separator: ", ")) was not looked at"
    return packages.filter { !known.mayHave($0.value.text, format: packageFormat) }.map { package in
      let hint = didYouMean(package.value.text, among: known.names)
      return Diagnostic(
        "no package '\(package.value)' in \(index)\(scope)"
          + (hint.isEmpty ? ": is it from a repository that a script adds?" : hint), from: package.origin)
    }
  }

  /// Groups of users that neither the system nor a package that it surely has makes; Kiln makes them, and they give no rights.
  var groupDoubts: [Diagnostic] {
    let users = users
    let own = Set(users.map(\.value.name.text))
    let packages = packages.map(\.value.text)
    return users.flatMap { user in
      user.value.groups.map(\.text).filter { group in
        !system.family.groups.contains(group) && !own.contains(group)
          && !packages.contains { $0.hasPrefix(group) }
      }.map { group in
        let known = system.family.groups
        let usual = Self.administrators.contains(group) ? known.intersection(Self.administrators).first : nil
        let hint = (usual ?? nearest(to: group, among: known)).map { "did you mean '\($0)'" }
        let question = hint ?? "is it made by a package or a script"
        return Diagnostic(
          "\(system.distribution) has no group '\(group)', so an empty one is made (\(question)?)",
          from: user.origin)
      }
    }
  }

  /// What the group is called whose members may become root.
  private static let administrators: Set<String> = ["sudo", "wheel"]

  private var packages: [Sourced<PackageName>] {
    install.packages + chain.flatMap(\.steps).flatMap { ($0.action as? PackagesStep)?.names ?? [] }
  }

  private var users: [Sourced<User>] {
    install.users + chain.flatMap(\.steps).flatMap { ($0.action as? SettingsStep)?.settings.users ?? [] }
  }

  /// Where package managers look for repositories (sources.list(5), dnf.conf(5)).
  private static func isPackageSource(_ path: String) -> Bool {
    ["/etc/apt/", "/etc/yum.repos.d/", "/etc/yum/repos.d/"].contains {
      path.hasPrefix($0) || $0.hasPrefix(path)
    }
  }

  private static func day(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
}
