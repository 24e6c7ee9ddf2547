import Diagnostics
import Families
import Recipes

/// Where the installer gets packages from, and where the installed system will.
extension PreseedRenderer {
  mutating func addMirror() {
    guard let suite else {
      let message = "os.codename: debian-installer needs the suite of the release, such as trixie"
      return problems.append(Diagnostic(message, from: .standard))
    }
    set("mirror/country", "string", "manual", from: .standard)
    set("mirror/protocol", "string", "http", from: .standard)
    set("mirror/http/hostname", "string", Placeholder.mirrorHost.rawValue, from: .standard)
    set("mirror/http/directory", "string", Placeholder.mirrorDirectory.rawValue, from: .standard)
    set("mirror/http/proxy", "string", Placeholder.proxy.rawValue, from: .standard)
    set("mirror/suite", "string", suite.text, from: .standard)
    addSources(suite: suite.text)
    addProxy()
    refusePortsOfHTTPS()
  }

  /// The archive is signed, so http will do, and most mirrors of https have it too; but not on the same port.
  private mutating func refusePortsOfHTTPS() {
    var seen: Set<String> = []
    let others = ([appliance.namedMirror].compactMap(\.self) + program.mirrors).map(\.asText)
    for mirror in [appliance.buildMirror].compactMap(\.self) + others {
      guard seen.insert(mirror.value).inserted, let address = HTTPAddress(mirror.value),
        address.scheme == "https", address.host.contains(":")
      else { continue }
      let message =
        "mirror: debian-installer asks over http, and '\(mirror.value)' is a port of https; name one of http"
      problems.append(Diagnostic(message, from: mirror.origin))
    }
  }

  /// Nil where neither the media nor the recipe name one.
  private var suite: Suite? { program.media.archive?.archive.suite ?? Suite(appliance.system.codename) }

  /// Replaces what the installer wrote for the build's own mirror, so that nothing of it is left.
  private mutating func addSources(suite: String) {
    guard let mirror = appliance.namedMirror else {
      let message = "mirror: not set, and media given file by file name none; the finished image needs one"
      return problems.append(Diagnostic(message, from: .standard))
    }
    let archive = AptArchive.debian
    let file = "/target\(archive.sourcesFile)"
    let securityHost = preseed.directive("apt-setup/security_host")
    // An empty answer means none, as it does to the installer.
    let securityMirror = securityHost.flatMap {
      $0.value.isEmpty ? nil : "http://\($0.value)/debian-security"
    }
    let sources = AptSources(
      archive: archive, mirror: mirror.value.base, suite: suite,
      optional: archive.optionalComponents.filter { answer("apt-setup/\($0)") == "true" },
      securityMirror: securityMirror)
    run(
      "rm -rf /target/etc/apt/sources.list /target/etc/apt/apt.conf /target/var/lib/apt/lists/*",
      from: .standard)
    run(
      "rm -f /target/etc/apt/apt.conf.d/00InstallRecommends /target/etc/apt/apt.conf.d/00trustcdrom",
      from: .standard)
    run(write(sources.release, to: file), from: mirror.origin)
    guard !sources.security.isEmpty else { return }
    let place = securityHost?.lines.first?.origin ?? mirror.origin
    if securityHost?.value.isEmpty == true {
      let message = "'apt-setup/security_host' is empty: the image gets no security updates"
      return warnings.append(Diagnostic(message, from: place))
    }
    if let securityMirror, HTTPAddress(securityMirror) == nil {
      let message = "apt-setup/security_host: '\(securityMirror)' is not \(HTTPAddress.form.meaning)"
      problems.append(Diagnostic(message, from: place))
    }
    run(write([""] + sources.security, to: file, append: true), from: mirror.origin)
  }

  private mutating func addProxy() {
    guard let proxy = install.proxy else { return }
    let lines = ["http", "https"].map { "Acquire::\($0)::Proxy \"\(proxy.value)\";" }
    run(write(lines, to: "/target/etc/apt/apt.conf.d/90proxy"), from: proxy.origin)
  }

  private func answer(_ name: String) -> String? { preseed.directive(name)?.value }
}
