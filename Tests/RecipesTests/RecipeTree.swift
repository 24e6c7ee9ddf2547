import Diagnostics
import Foundation
import Provisioners
import Recipes

/// A shipped library and a user's recipe folder in a temporary place, removed when the test lets go of it.
final class RecipeTree {
  let base: String
  var shipped: String { base + "/shipped" }
  var recipes: String { base + "/recipes" }

  /// - Parameter files: by path below `recipes`; with `shipped/` in front, below the shipped library.
  init(_ files: [String: String] = [:], distribution: String? = debian) throws {
    base =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("kiln-recipes-\(UUID().uuidString)").path
    for folder in ["shipped/distributions", "shipped/examples", "recipes"] {
      try FileManager.default.createDirectory(atPath: "\(base)/\(folder)", withIntermediateDirectories: true)
    }
    try write([
      "shipped/kickstart/debian.preseed": "# preseed\n", "shipped/provisioners/ready.sh": "#!/bin/sh\n",
    ])
    if let distribution { try write(["shipped/distributions/debian-13.yaml": distribution]) }
    try write(files)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: base)
  }

  func path(_ name: String) -> String {
    name.hasPrefix("shipped/") ? "\(base)/\(name)" : "\(recipes)/\(name)"
  }

  func write(_ files: [String: String]) throws {
    for (name, text) in files {
      let url = URL(fileURLWithPath: path(name))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  func library() -> Library {
    Library(folders: [recipes], shipped: shipped, provisioners: .all)
  }

  func resolver(
    site: String? = nil,
    set arguments: [String] = [],
    hostMirrors: [String: Sourced<String>] = [:]
  ) throws -> TreeResolver {
    if let site { try write(["site.yaml": site]) }
    let resolver = Resolver(
      library(), site: try site.map { _ in try SiteFile(path: path("site.yaml")) },
      overrides: try arguments.map { try Override($0, provisioners: .all) }, hostMirrors: hostMirrors)
    return TreeResolver(tree: self, resolver: resolver)
  }

  /// What `kiln check` would say of one recipe, or of the library as a whole; paths below the tree's two roots.
  func complaints(of name: String? = "web") throws -> [String] {
    let library = library()
    var found = library.diagnostics
    let resolver = TreeResolver(tree: self, resolver: Resolver(library))
    if let name, case .failure(let failure) = resolver.resolve(name) { found += failure.list }
    return lines(Diagnostics(found)?.list ?? [])
  }

  func lines(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { short("\($0)") }
  }

  func short(_ text: String) -> String {
    text.replacingOccurrences(of: recipes + "/", with: "")
      .replacingOccurrences(of: base + "/", with: "")
      .replacingOccurrences(of: recipes, with: "recipes")
  }
}

/// A resolver that keeps its tree from being removed under it.
struct TreeResolver {
  let tree: RecipeTree
  let resolver: Resolver

  func resolve(_ name: String) -> Result<Appliance, Diagnostics> {
    withExtendedLifetime(tree) { resolver.resolve(name) }
  }

  func explain(_ name: String) -> Result<Explanation, Diagnostics> {
    withExtendedLifetime(tree) { resolver.explain(name) }
  }
}

/// The shape of the shipped distribution.
let debian = """
  name: debian-13
  title: Debian 13 (trixie)
  version: "13"
  os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
  installer:
    kind: debian-installer
    answers: ../kickstart/debian.preseed
    media:
      package: debian-installer-13-netboot-amd64
      suite: trixie
      mirrors: ["http://mirror.example.org/debian", "http://other.example.org/debian"]
      keyring: /usr/share/keyrings/debian-archive-keyring.gpg
  hardware: {cpus: 1, memory: 1GiB, disks: [{name: system, size: 8GiB, role: system}]}
  install:
    locale: en_US.UTF-8
    timezone: UTC
    storage:
      partitions: [{mount: /, filesystem: ext4, size: 2GiB, grow: true}]
    packages: [openssh-server, cloud-init]
  provision:
    - script: ../provisioners/ready.sh

  """
