import Recipes

/// Where a bootstrapped system gets packages from.
extension BootstrapRenderer {
  /// Replaces what mmdebstrap wrote for the build's own mirror, so that nothing of it is left.
  mutating func addSources() {
    guard let mirror = appliance.namedMirror else {
      return script.report("mirror: not set; the finished image needs one", at: .standard)
    }
    guard let archive = appliance.system.family.archive else { return }
    let suite = bootstrap.archive.suite
    let sources = AptSources(
      archive: archive, mirror: mirror.value.base, suite: suite.text,
      optional: archive.optionalComponents.filter { listed("apt-setup/\($0)") == ["true"] })
    script.run("rm -f /etc/apt/sources.list /etc/dpkg/dpkg.cfg.d/99mmdebstrap", from: .standard)
    script.write(sources.lines, to: archive.sourcesFile, from: mirror.origin)
    guard let proxy = install.proxy else { return }
    let lines = ["http", "https"].map { "Acquire::\($0)::Proxy \"\(proxy.value)\";" }
    script.write(lines, to: "/etc/apt/apt.conf.d/90proxy", from: proxy.origin)
  }
}
