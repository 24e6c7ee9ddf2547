import Diagnostics
import Recipes
import Text

/// Where the installer gets packages from, and where the installed system will.
extension KickstartRenderer {
  mutating func addSource() {
    let mirror = Placeholder.mirror.rawValue
    guard let tree = program.tree else {
      let message = "installer: anaconda needs 'tree', the path of its packages below the mirror"
      return problems.append(Diagnostic(message, from: .standard))
    }
    // An empty one is not none to Anaconda.
    let proxy = install.proxy == nil ? [] : ["--proxy=\(Placeholder.proxy.rawValue)"]
    let url = KickstartCommand("url", ["--url=\(mirror)/\(tree.value)"] + proxy, from: tree.origin)
    replace(["url", "cdrom", "harddrive", "nfs"], by: [url])
    dropRepeatedRepositories()
    let repositories = program.repositories.filter { $0.path.value != tree.value }
    kickstart.add(
      repositories.map { repository in
        let address = "--baseurl=\(mirror)/\(repository.path.value)"
        return KickstartCommand(
          "repo", ["--name=\(repository.name)", address] + proxy, from: repository.path.origin)
      })
    addMirror()
    addProxy()
    addCertificates()
  }

  /// Of two repositories of one name Anaconda takes the last: one remains, the recipe's, or the last one of the file.
  private mutating func dropRepeatedRepositories() {
    let own = Dictionary(program.repositories.map { ($0.name, $0.path.origin) }) { first, _ in first }
    var later: [String: Origin] = [:]
    for command in kickstart.commands.reversed() where command.name == "repo" {
      guard let name = option("--name", of: command) else { continue }
      let winner = own.first { $0.key.description == name }?.value ?? later[name]
      if let winner { drop(because: Self.takesPlace(winner)) { $0 == command } }
      later[name] = later[name] ?? command.line.origin
    }
  }

  /// Only a mirror that somebody chose: by itself a distribution asks its own list of mirrors.
  ///
  /// The recipe calls the repositories what the distribution's own files call them, so that keys and checks stay as they are.
  private mutating func addMirror() {
    guard let mirror = install.mirror else { return }
    for repository in program.repositories {
      let head = #"/^\[\#(repository.name)\]/"#
      let edits = [
        head + #",/^\[/ s/^\(baseurl\|mirrorlist\|metalink\)=/#&/"#,
        head + " a baseurl=\(mirror.value.base)/\(path(of: repository))",
      ]
      let words = edits.map { "-e \(shellWord($0))" }.joined(separator: " ")
      run("sed -i \(words) /etc/yum.repos.d/*.repo", from: mirror.origin)
    }
  }

  /// Below the mirror, with what changes from release to release left to the package manager.
  private func path(of repository: Installer.Repository) -> String {
    repository.path.value.split(separator: "/")
      .map { $0 == appliance.system.release ? "$releasever" : String($0) }.joined(separator: "/")
  }

  /// Whether the machine has the installer's CD image as a drive.
  var isOnCD: Bool {
    if case .iso? = program.media.files { true } else { false }
  }

  private mutating func addProxy() {
    guard let proxy = install.proxy else { return }
    if !isOnCD {
      let message =
        "proxy: anaconda would fetch its answer file through it too; give the installer as a CD image ('iso')"
      problems.append(Diagnostic(message, from: proxy.origin))
    }
    // The file has one section, which what is added belongs to.
    guard let file = version.packageManager.settingsFile else { return }
    run("echo \(shellWord("proxy=\(proxy.value)")) >> \(file)", from: proxy.origin)
  }

  /// update-ca-trust(8).
  private mutating func addCertificates() {
    guard let last = install.certificates.last else { return }
    for certificate in install.certificates {
      let name = certificate.value.name
      let lines = certificate.value.text.split(separator: "\n").map(String.init)
      write(lines, to: "/etc/pki/ca-trust/source/anchors/\(name).pem", from: certificate.origin)
    }
    run("update-ca-trust extract", from: last.origin)
  }
}
