import Files
import Foundation
import Media
import Provisioners
import Recipes
import Testing

@testable import Factory

/// What is probably wrong with packages and groups of a recipe.
struct DoubtsTests {
  private let folder = TemporaryFolder()
  private static let names = PackageNames(
    ["nginx", "php", "docker.io"], date: Date(timeIntervalSince1970: 1_795_824_000))

  /// An appliance with these lines in its recipe.
  private func appliance(_ lines: String, distribution: String = "debian") throws -> Appliance {
    let text = """
      name: own
      version: "1"
      os: {distribution: \(distribution), release: "13", arch: x86_64}
      installer: {kind: image, media: {image: {file: own.yaml}, mirrors: [http://mirror.example.org/debian]}}
      hardware: {disks: [{name: system, size: 1GiB, role: system}]}
      \(lines)
      """
    try FileSystem.write(Data(text.utf8), to: "\(folder.path)/own.yaml")
    let library = Library(folders: [folder.path], shipped: nil, provisioners: .all)
    return try Resolver(library).resolve("own").get()
  }

  @Test(
    arguments: [
      ("packages: [nginx, php=8.2, docker.io]", []),
      (
        "packages: [ngnix]",
        ["6:12: no package 'ngnix' in debian 13 as of 2026-11-28 (did you mean 'nginx'?)"]
      ),
      (
        "packages: [nginx]\nprovision: [{packages: [prometheus-node-exporter]}]",
        [
          "7:25: no package 'prometheus-node-exporter' in debian 13 as of 2026-11-28: is it from a repository that a script adds?"
        ]
      ),
      // It brings sources of its own.
      ("packages: [ngnix]\nfiles: [{source: own.yaml, to: /etc/apt/sources.list.d/own.sources}]", []),
    ] as [(String, [String])])
  func packagesThatAnArchiveLacksAreDoubted(lines: String, doubts: [String]) throws {
    let found = try appliance(lines).packageDoubts(Self.names)
    #expect(found.map { $0.description.replacing("\(folder.path)/own.yaml:", with: "") } == doubts)
  }

  @Test func whatWasNotLookedAtIsSaid() throws {
    let names = PackageNames(["nginx"], date: nil, unread: ["contrib", "non-free"])
    #expect(
      try appliance("packages: [steam]").packageDoubts(names).map(\.message) == [
        "no package 'steam' in debian 13, whose contrib, non-free was not looked at: is it from a repository that a script adds?"
      ])
  }

  @Test(
    arguments: [
      ("debian", "sudo, adm, www-data", nil), ("rocky", "wheel, mem", nil),
      ("debian", "wheel", "debian has no group 'wheel', so an empty one is made (did you mean 'sudo'?)"),
      ("rocky", "sudo", "rocky has no group 'sudo', so an empty one is made (did you mean 'wheel'?)"),
      (
        "debian", "plugdve",
        "debian has no group 'plugdve', so an empty one is made (did you mean 'plugdev'?)"
      ),
      (
        "debian", "developers",
        "debian has no group 'developers', so an empty one is made (is it made by a package or a script?)"
      ),
      // A package brings it; so does another user.
      ("debian", "docker, ann", nil),
    ] as [(String, String, String?)])
  func groupsThatNobodyMakesAreDoubted(distribution: String, groups: String, doubt: String?) throws {
    let own = try appliance(
      "install: {users: [{name: ann}, {name: bob, groups: [\(groups)]}]}\npackages: [docker.io]",
      distribution: distribution)
    #expect(own.groupDoubts.map(\.message) == (doubt.map { [$0] } ?? []))
  }
}
