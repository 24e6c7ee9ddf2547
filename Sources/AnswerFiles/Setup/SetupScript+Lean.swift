import Recipes

/// What a system does without: what packages that come later have of it is not unpacked, where the package manager can do that,
/// and what is there is removed.
extension SetupScript {
  mutating func leaveOut(_ part: Sourced<LeanPart>) {
    let origin = part.origin
    switch part.value {
    case .docs:
      exclude(
        Self.documentation, except: Self.licences.map { "/usr/share/doc/*/\($0)" }, "docs", from: origin)
      setDnf("tsflags=nodocs", from: origin)
      let kept = Self.licences.map { "! -name '\($0)'" }.joined(separator: " ")
      clean("/usr/share/doc", "-mindepth 2 -xdev ! -type d \(kept) -delete", from: origin)
      // Some packages' scripts count on the folders.
      for folder in Self.documentation.dropFirst() {
        clean(String(folder.dropLast(2)), "-xdev ! -type d -delete", from: origin)
      }
      clean("/usr/share/doc", "-mindepth 1 -xdev -type d -empty -delete", from: origin)
    case .locales: leaveOutLocales(from: origin)
    case .firmware:
      exclude(["/usr/lib/firmware/*", "/lib/firmware/*"], except: [], "firmware", from: origin)
      setRPM("%_netsharedpath /usr/lib/firmware", "firmware", from: origin)
      for folder in ["/usr/lib/firmware", "/lib/firmware/"] {
        clean(folder, "-mindepth 1 -xdev -delete", from: origin)
      }
    case .caches:
      // What debconf(7) keeps in /var/cache is no cache but for its copies.
      run(
        "rm -rf /var/cache/man/* /var/cache/fontconfig/* /var/cache/ldconfig/* /var/cache/apt/*.bin"
          + " /var/cache/debconf/*-old /var/cache/dnf/* /var/cache/PackageKit/*", from: origin)
      clean(
        "/usr", "-xdev -type d -name __pycache__ -prune -exec rm -rf {} +", from: origin)
    }
  }

  /// Those of the system's language and of English stay; locale.conf(5), or Debian's own file.
  private mutating func leaveOutLocales(from origin: Origin) {
    run(
      "language=$(sed -n 's/^LANG=\"\\{0,1\\}\\([A-Za-z]*\\).*/\\1/p' /etc/locale.conf /etc/default/locale"
        + " 2> /dev/null | tail -n 1); case $language in ''|C|POSIX) language=en;; esac", from: origin)
    let folders = ["/usr/share/locale/*", "/usr/share/man/??/*", "/usr/share/man/??_*", "/usr/share/help/*"]
    exclude(
      folders,
      except: ["en", "${language}"].flatMap { language in
        [
          "/usr/share/locale/\(language)/*", "/usr/share/locale/\(language)_*",
          "/usr/share/man/\(language)/*",
        ]
      } + ["/usr/share/locale/locale.alias", "/usr/share/help/C/*"], "locales", from: origin)
    setRPM("%_install_langs en:$language", "languages", from: origin)
    let others = "! -name en ! -name 'en_*' ! -name \"$language\" ! -name \"${language}_*\""
    clean(
      "/usr/share/locale", "-mindepth 1 -maxdepth 1 -type d \(others) -exec rm -rf {} +", from: origin)
    clean(
      "/usr/share/man", "-mindepth 1 -maxdepth 1 -type d ! -name 'man*' \(others) -exec rm -rf {} +",
      from: origin)
    clean(
      "/usr/share/help", "-mindepth 1 -maxdepth 1 -type d ! -name C \(others) -exec rm -rf {} +", from: origin
    )
  }

  private static let documentation = [
    "/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/gtk-doc/*",
    "/usr/share/lintian/*",
  ]

  /// What must stay with the programs; Debian Policy, 12.5.
  private static let licences = ["copyright*", "COPYING*", "LICEN[CS]E*", "NOTICE*"]

  /// Runs find(1) on a folder, where there is one.
  private mutating func clean(_ folder: String, _ expression: String, from origin: Origin) {
    run("if [ -d \(folder) ]; then find \(folder) \(expression); fi", from: origin)
  }

  /// dpkg(1), `--path-exclude`: the last one that fits decides.
  private mutating func exclude(_ paths: [String], except kept: [String], _ name: String, from origin: Origin)
  {
    let lines = paths.map { "path-exclude=\($0)" } + kept.map { "path-include=\($0)" }
    run(
      "if [ -d /etc/dpkg ]; then mkdir -p /etc/dpkg/dpkg.cfg.d; printf '%s\\n'"
        + lines.map { " \"\($0)\"" }.joined() + " > /etc/dpkg/dpkg.cfg.d/90-lean-\(name); fi", from: origin)
  }

  /// dnf.conf(5), yum.conf(5).
  private mutating func setDnf(_ line: String, from origin: Origin) {
    run(
      "for file in /etc/dnf/dnf.conf /etc/yum.conf; do"
        + " if [ -f $file ] && [ ! -h $file ] && ! grep -qx '\(line)' $file; then"
        + " sed -i '/^\\[main\\]/a \(line)' $file; fi; done", from: origin)
  }

  /// A macro of rpm(8) in a file of its own.
  private mutating func setRPM(_ macro: String, _ name: String, from origin: Origin) {
    run("if [ -d /etc/rpm ]; then echo \"\(macro)\" > /etc/rpm/macros.lean-\(name); fi", from: origin)
  }
}
