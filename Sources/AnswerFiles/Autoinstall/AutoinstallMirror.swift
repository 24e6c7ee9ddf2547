import Diagnostics
import Families
import Recipes

/// Where the installer gets packages from, and where the installed system will.
extension AutoinstallRenderer {
  mutating func addMirror() {
    let mirror = AutoinstallValue.text(Placeholder.mirror.rawValue, from: .standard)
    set("apt", "preserve_sources_list", to: .bare(false, from: .standard))
    // Subiquity fails where both are there.
    drop("apt", "primary", because: namedMirrorWins)
    if !usesOwnMirror {
      set(
        "apt", "mirror-selection", "primary",
        to: .list([.map(["uri": mirror], from: .standard)], from: .standard))
    }
    // What the archive lacks is an error, not an older package from the CD.
    set("apt", "fallback", to: .text("abort", from: .standard))
    let architectures = AutoinstallValue.list([.text("default", from: .standard)], from: .standard)
    set(
      "apt", "security",
      to: .list([.map(["arches": architectures, "uri": mirror], from: .standard)], from: .standard))
    dropRepeatedSources()
    addSources()
    addProxy()
    for repository in program.repositories {
      problems.append(
        Diagnostic(
          "repositories: subiquity takes no path below the mirror; add 'apt: {sources: …}' to the partial answer file",
          from: repository.path.origin))
    }
  }

  private var namedMirrorWins: String {
    let origin = appliance.namedMirror?.origin ?? .standard
    return origin == .standard ? "the mirror is Kiln's" : "the mirror is that of \(origin)"
  }

  /// A source of the partial answer file that is the recipe's archive, without a name or key of its own: apt would read it twice.
  private mutating func dropRepeatedSources() {
    guard let mirror = appliance.namedMirror?.value.base else { return }
    for member in given("apt")?["sources"]?.members ?? [] {
      let words = (member.value["source"]?.text ?? "").split(separator: " ").filter { !$0.hasPrefix("[") }
      guard words.count > 2, words[0] == "deb" else { continue }
      let isSame = ["$MIRROR", "$PRIMARY", mirror, mirror + "/"].contains(String(words[1]))
      let codename = appliance.system.codename
      guard isSame,
        ["$RELEASE", codename].contains(words[2].split(separator: "-").first.map(String.init) ?? "")
      else { continue }
      drop("apt", "sources", member.key, because: namedMirrorWins)
    }
  }

  /// Replaces what the installer wrote for the build's own mirror, so that nothing of it is left.
  private mutating func addSources() {
    guard let mirror = appliance.namedMirror else {
      let message = "mirror: not set, and media name none; the finished image needs one"
      return problems.append(Diagnostic(message, from: .standard))
    }
    guard let suite = Suite(appliance.system.codename) else {
      let message = "os.codename: subiquity needs the suite of the release, such as noble"
      return problems.append(Diagnostic(message, from: .standard))
    }
    let archive = AptArchive.ubuntu
    let sources = AptSources(
      archive: archive, mirror: mirror.value.base, suite: suite.text, optional: archive.optionalComponents)
    script.run("rm -rf /etc/apt/sources.list /var/lib/apt/lists/*", from: .standard)
    script.write(sources.lines, to: archive.sourcesFile, from: mirror.origin)
  }

  /// The installer sets up apt and snapd with it, in the installed system too.
  private mutating func addProxy() {
    guard let proxy = install.proxy else { return }
    set("proxy", to: .text(proxy.value.text, from: proxy.origin))
  }
}
