import Recipes
import Text

extension SystemSettings {
  /// The script that makes them in a system that is installed, whatever installed it; each line has its origin.
  ///
  /// What differs between families is asked of the system itself: a derived recipe's parent may be any.
  public var script: AnswerFile {
    var script = SetupScript()
    script.run("umask 022", from: .standard)
    if let hostname { script.changeHostname(hostname) }
    if let timezone { script.changeTimezone(timezone) }
    if let locale { script.changeLocale(locale) }
    if let keyboard { script.changeKeyboard(keyboard) }
    script.addCertificates(certificates)
    script.changeTimeServers(timeServers)
    script.changeSearchDomains(searchDomains)
    script.addAccounts(authorizedKeys, users, addsKeys: true)
    lean.forEach { script.leaveOut($0) }
    return AnswerFile(name: "settings.sh", lines: script.lines, bootArguments: [])
  }

  /// The packages that they need and that a system lacks.
  ///
  /// - Parameters:
  ///   - installed: the names of its packages.
  ///   - isDebian: whether its packages are those of Debian or a distribution made from it.
  public func missingPackages(beside installed: Set<String>, isDebian: Bool) -> [String] {
    var needed: [String] = []
    if users.contains(where: \.value.sudo) { needed.append("sudo") }
    if !certificates.isEmpty { needed.append("ca-certificates") }
    if let locale, locale.value.isMade { needed += Self.packages(of: locale.value, installed, isDebian) }
    if isDebian, keyboard != nil { needed.append("console-setup") }
    if !timeServers.isEmpty, installed.isDisjoint(with: ["chrony", "ntp", "ntpsec", "openntpd"]) {
      needed.append(isDebian ? "systemd-timesyncd" : "chrony")
    }
    return needed.filter { !installed.contains($0) }
  }

  private static func packages(
    of locale: LocaleName, _ installed: Set<String>, _ isDebian: Bool
  ) -> [String] {
    if isDebian { return ["locales"] }
    // glibc.spec of RHEL 8 and later, and Fedora: a package for each language, or one for all. Before, glibc-common has all.
    guard !installed.contains("glibc-all-langpacks"),
      installed.contains(where: { $0.hasPrefix("glibc-langpack-") || $0 == "glibc-minimal-langpack" })
    else { return [] }
    return ["glibc-langpack-\(locale.text.prefix { $0 != "_" })"]
  }
}

extension SetupScript {
  /// hosts(5): Debian's installer gives the name the address 127.0.1.1; a system without such a line needs none.
  fileprivate mutating func changeHostname(_ name: Sourced<Hostname>) {
    let names =
      name.value.domain.isEmpty ? name.value.text : "\(name.value) \(name.value.host)"
    run(
      "if [ -e /etc/debian_version ]; then echo \(name.value.host); else echo \(name.value); fi > /etc/hostname",
      from: name.origin)
    run(#"sed -i 's/^127\.0\.1\.1[[:space:]].*/127.0.1.1 \#(names)/' /etc/hosts"#, from: name.origin)
  }

  /// Debian keeps the name in a file as well.
  fileprivate mutating func changeTimezone(_ zone: Sourced<TimeZoneName>) {
    setTimezone(zone)
    run("if [ -e /etc/timezone ]; then echo \(zone.value) > /etc/timezone; fi", from: zone.origin)
  }

  /// locale.conf(5); on Debian, locale-gen(8) makes it.
  fileprivate mutating func changeLocale(_ locale: Sourced<LocaleName>) {
    let name = locale.value
    guard name.isMade else { return setDefaultLocale(locale) }
    let pattern = name.text.replacing(".", with: #"\."#)
    run(
      "if [ -e /etc/locale.gen ]; then"
        + #" sed -i 's/^# *\(\#(pattern) .*\)/\1/' /etc/locale.gen;"#
        + " if ! grep -q '^\(pattern) ' /etc/locale.gen; then"
        + " fail \(shellWord("the system's /etc/locale.gen has no locale '\(name)'")); fi; locale-gen; fi",
      from: locale.origin)
    // glibc takes `UTF-8` and `utf8` for the same, and lists the latter.
    let listed = name.text.replacing("UTF-8", with: "utf8")
    run(
      "locale -a | grep -qixF -e \(name) -e \(listed)", orFail: "the system has no locale '\(name)'",
      from: locale.origin)
    setDefaultLocale(locale)
  }

  private mutating func setDefaultLocale(_ locale: Sourced<LocaleName>) {
    run(
      "if command -v update-locale > /dev/null; then update-locale LANG=\(locale.value);"
        + " else echo LANG=\(locale.value) > /etc/locale.conf; fi", from: locale.origin)
  }

  /// keyboard(5), or vconsole.conf(5) with the console's name of the layout, which systemd has a table of.
  fileprivate mutating func changeKeyboard(_ keyboard: Sourced<KeyboardLayout>) {
    let layout = keyboard.value
    run(
      "if [ -e /etc/default/keyboard ]; then"
        + " sed -i 's/^XKBLAYOUT=.*/XKBLAYOUT=\"\(layout)\"/' /etc/default/keyboard;"
        + " if ! grep -q '^XKBLAYOUT=\"\(layout)\"$' /etc/default/keyboard; then"
        + " fail \(shellWord("the system's /etc/default/keyboard has no XKBLAYOUT to set")); fi;"
        + " if command -v update-initramfs > /dev/null; then update-initramfs -u -k all; fi; else"
        + " map=$(awk '$2 == \"\(layout)\" { print $1; exit }' /usr/share/systemd/kbd-model-map 2> /dev/null || :);"
        + " touch /etc/vconsole.conf; sed -i '/^KEYMAP=/d' /etc/vconsole.conf;"
        + " echo \"KEYMAP=${map:-\(layout)}\" >> /etc/vconsole.conf; fi",
      from: keyboard.origin)
  }

  /// update-ca-certificates(8), or update-ca-trust(8).
  fileprivate mutating func addCertificates(_ certificates: [Sourced<Certificate>]) {
    guard let first = certificates.first else { return }
    run(
      "if command -v update-ca-certificates > /dev/null; then folder=/usr/local/share/ca-certificates;"
        + " else folder=/etc/pki/ca-trust/source/anchors; fi; mkdir -p $folder", from: first.origin)
    for certificate in certificates {
      write(
        certificate.value.lines, to: "$folder/\(certificate.value.name).crt", from: certificate.origin)
    }
    run(
      "if command -v update-ca-certificates > /dev/null; then update-ca-certificates; else update-ca-trust; fi",
      from: first.origin)
  }

  /// chrony.conf(5), or timesyncd.conf(5).
  fileprivate mutating func changeTimeServers(_ servers: [Sourced<Hostname>]) {
    guard let first = servers.first else { return }
    let names = servers.map(\.value.text)
    run(
      "file=/etc/chrony.conf; [ -e $file ] || file=/etc/chrony/chrony.conf; if [ -e $file ]; then"
        + #" sed -i '/^\(pool\|server\)[[:space:]]/d' $file;"#
        + " for name in \(names.joined(separator: " ")); do echo \"server $name iburst\" >> $file; done;"
        + " else mkdir -p /etc/systemd/timesyncd.conf.d;"
        + " \(Self.writing(["[Time]", "NTP=\(names.joined(separator: " "))"], to: "/etc/systemd/timesyncd.conf.d/site.conf")); fi",
      from: first.origin)
  }

  /// resolved.conf(5), or a connection for every card that has no other (nm-settings(5), `multi-connect`).
  fileprivate mutating func changeSearchDomains(_ domains: [Sourced<Hostname>]) {
    guard let first = domains.first else { return }
    let list = domains.map { "\($0.value);" }.joined()
    let connection = [
      "[connection]", "id=wired", "type=ethernet", "multi-connect=3", "autoconnect-priority=-100",
      "", "[ipv4]", "method=auto", "dns-search=\(list)", "", "[ipv6]", "method=auto", "dns-search=\(list)",
    ]
    let file = "/etc/NetworkManager/system-connections/wired.nmconnection"
    let names = domains.map(\.value.text).joined(separator: " ")
    run(
      "if [ -d /etc/NetworkManager/system-connections ] && ! [ -e /usr/lib/systemd/systemd-resolved ]; then"
        + " \(Self.writing(connection, to: file)); chmod 600 \(file); else"
        + " mkdir -p /etc/systemd/resolved.conf.d;"
        + " \(Self.writing(["[Resolve]", "Domains=\(names)"], to: "/etc/systemd/resolved.conf.d/site.conf")); fi",
      from: first.origin)
  }
}
