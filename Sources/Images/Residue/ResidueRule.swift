import Recipes

/// A file that should be in no image, or should not say what it says.
struct ResidueRule: Sendable {
  let kind: ResidueKind
  /// See ``PathPattern``.
  let paths: [String]
  /// What is wrong with a file that holds something; nil: nothing.
  let fault: @Sendable (String) -> String?

  static let all: [ResidueRule] = [
    ResidueRule(kind: .machineID, paths: ["/etc/machine-id", "/var/lib/dbus/machine-id"]) { text in
      // machine-id(5), "First boot semantics".
      text.isBlank || text.hasPrefix("uninitialized")
        ? nil : "it holds an id, which every machine made of the image would have"
    },
    ResidueRule(kind: .passwordHash, paths: ["/etc/shadow"], fault: ShadowPasswords.fault),
    ResidueRule(
      kind: .shellHistory,
      paths: ["/root", "/home/*"].flatMap { home in
        ["_history", "hsts", "lesshst", "viminfo"].map { "\(home)/.*\($0)" }
      }
    ) { $0.isBlank ? nil : "what somebody typed while the image was made" },
    ResidueRule(
      kind: .answerFile,
      paths: [
        "/root/anaconda-ks.cfg", "/root/original-ks.cfg", "/root/initial-setup-ks.cfg", "/preseed.cfg",
        "/ks.cfg", "/autoinstall.yaml", "/var/lib/preseed/**", "/var/log/installer/autoinstall-user-data",
        "/var/log/installer/cdebconf/**", "/var/lib/cloud/seed/**",
      ]
    ) { $0.isBlank ? nil : "what the installer was told" },
    ResidueRule(
      kind: .answerFile,
      paths: [
        "/root/*", "/root/.*", "/home/*/*", "/etc/*", "/opt/**", "/srv/**", "/usr/local/**", "/tmp/**",
        "/var/tmp/**",
      ],
      fault: AnswerText.fault),
    ResidueRule(
      kind: .installerLog,
      paths: [
        "/var/log/installer/**", "/var/log/anaconda/**", "/var/log/curtin/**", "/root/install.log*",
        "/var/log/bootstrap.log",
      ]
    ) { $0.isBlank ? nil : "a log of the installation" },
    ResidueRule(
      kind: .buildMirror,
      paths: [
        "/etc/apt/sources.list", "/etc/apt/sources.list.d/*", "/etc/apt/apt.conf", "/etc/apt/apt.conf.d/*",
        "/etc/yum.repos.d/*", "/etc/dnf/dnf.conf", "/etc/yum.conf", "/etc/environment",
      ], fault: SourceText.fault),
    ResidueRule(kind: .halfConfigured, paths: [DpkgDatabase.status], fault: DpkgAudit.fault),
    ResidueRule(kind: .halfConfigured, paths: ["/var/lib/dpkg/updates/*"]) { _ in
      "dpkg was interrupted before it wrote this into its list"
    },
    // rpm(8) and dpkg(1) unpack under such names first; yum and dnf note what a transaction has left to do.
    ResidueRule(kind: .halfConfigured, paths: ["/var/lib/yum/transaction-*"]) { _ in
      "a transaction that was not carried out to its end"
    },
  ]

  /// Longer files are judged by no rule.
  static let longest: UInt64 = 16 << 20
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// shadow(5)
private enum ShadowPasswords {
  @Sendable static func fault(_ text: String) -> String? {
    let passwords = KeptTexts.passwords(text)
    let faults = [
      words(passwords.filter { $0.value == .set }.keys.sorted(), "a password"),
      words(passwords.filter { $0.value == .empty }.keys.sorted(), "an empty password"),
    ].compactMap(\.self)
    return faults.isEmpty ? nil : faults.joined(separator: "; ")
  }

  private static func words(_ users: [String], _ what: String) -> String? {
    users.isEmpty ? nil : "\(users.joined(separator: ", ")) \(users.count == 1 ? "has" : "have") \(what)"
  }
}

/// What installers are told, by the words that no other file has.
private enum AnswerText {
  @Sendable static func fault(_ text: String) -> String? {
    guard text.utf8.count <= 1 << 20 else { return nil }
    let lines = text.split(whereSeparator: \.isNewline)
    // debconf-set-selections(1); pykickstart's sections; subiquity's key.
    if lines.contains(where: { $0.hasPrefix("d-i ") && $0.split(separator: " ").count >= 3 }) {
      return "it is a preseed file"
    }
    if lines.contains(where: { $0.hasPrefix("%packages") }), lines.contains(where: { $0.hasPrefix("%end") }),
      lines.contains(where: { $0.hasPrefix("rootpw") || $0.hasPrefix("bootloader") || $0.hasPrefix("part ") })
    {
      return "it is a kickstart file"
    }
    if lines.first?.hasPrefix("#cloud-config") ?? false,
      lines.contains(where: { $0.hasPrefix("autoinstall:") })
    {
      return "it is an answer file of subiquity"
    }
    return nil
  }
}

/// Where packages are fetched from, as apt, dnf and the environment have it.
private enum SourceText {
  @Sendable static func fault(_ text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0.isWhitespace }
      guard let first = line.first, first != "#", first != ";", !line.hasPrefix("//") else { continue }
      if line.contains("cdrom:") { return "it names a CD that only the installer had" }
      if let place = local.first(where: { line.contains("://\($0)") }) {
        return "it names \(place), which is another host for every machine"
      }
    }
    return nil
  }

  private static let local = ["127.0.0.1", "localhost", "[::1]", "10.0.2."]
}

/// What `dpkg --audit` says of a list of packages; deb-control(5), dpkg(1), "Package states".
enum DpkgAudit {
  @Sendable static func fault(_ status: String) -> String? {
    var name: Substring = ""
    var faults: [String] = []
    for line in status.split(separator: "\n") {
      if line.hasPrefix("Package: ") { name = line.dropFirst("Package: ".count) }
      guard line.hasPrefix("Status: ") else { continue }
      let words = line.split(separator: " ")
      guard words.count == 4 else { continue }
      if words[2] == "reinstreq" {
        faults.append("\(name) must be installed again")
      } else if let meaning = states[words[3]] {
        faults.append("\(name) \(meaning)")
      }
    }
    return faults.isEmpty ? nil : faults.joined(separator: "; ")
  }

  private static let states: [Substring: String] = [
    "half-installed": "is half installed", "unpacked": "is unpacked and not configured",
    "half-configured": "is half configured", "triggers-awaited": "waits for triggers of others",
    "triggers-pending": "has triggers that were not run",
  ]
}
