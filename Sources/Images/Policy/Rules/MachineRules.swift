import Recipes
import Text

/// Which systems may be in an image.
enum SystemRule: PolicyRule {
  static let field = Field(
    "systems",
    .list(
      of: .text(
        Form(
          "a distribution and its release, in which '*' stands for any characters", "^[^ \t\n]+$",
          example: "debian-13"))),
    "The systems that may be in it, as os-release(5) has `ID` and `VERSION_ID`.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let system = facts.disks.contents.systemIdentifier else {
      return .unknown("there is no os-release that says which system it is")
    }
    return value.patterns.contains { $0.matches(system) }
      ? .passed("it is \(shownName(system))")
      : .failed("it is \(shownName(system)), and may be \(value.texts.joined(separator: ", "))")
  }
}

extension ImageContents {
  /// Such as `debian-13`; nil where nothing tells.
  var systemIdentifier: String? {
    guard let text = text(at: "/etc/os-release") ?? text(at: "/usr/lib/os-release") else { return nil }
    func value(_ name: String) -> String? {
      let line = text.plainLines.last { $0.hasPrefix("\(name)=") }
      return line.map { $0.dropFirst(name.count + 1).filter { $0 != "\"" && $0 != "'" } }
    }
    guard let name = value("ID") else { return nil }
    return [name, value("VERSION_ID")].compactMap { $0 }.joined(separator: "-")
  }
}

/// Which files an image may come as.
enum FormatRule: PolicyRule {
  static let field = Field(
    "formats", .list(of: .choice(ImageFormat.allCases.map(\.rawValue))),
    "The formats that it may come in, as its first bytes say.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let others = Set(facts.disks.formats).subtracting(value.texts).sorted()
    return .failed(
      by: others.map { "it is \($0), and may be \(value.texts.joined(separator: ", "))" },
      otherwise: "it is \(Set(facts.disks.formats).sorted().joined(separator: ", "))")
  }
}

/// What an image may ask of the machine that runs it.
enum HardwareRule: PolicyRule {
  static let field = Field(
    "hardware",
    .record(
      MappingShape([
        Field("disks", .integer(1...64), "The most disks."),
        Field("disk_size", .size, "The most that a guest may see of all disks together."),
        Field("cpus", .integer(1...4096), "The most processors that its descriptor may ask for."),
        Field("memory", .size, "The most memory that its descriptor may ask for."),
        Field(
          "firmware", .list(of: .choice(Hardware.Firmware.allCases.map(\.rawValue))),
          "The firmware that its descriptor may ask for."),
      ])), "The most that it may ask of a machine.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let sizes = facts.disks.sizes
    let total = sizes.reduce(UInt64(0)) { $0.addingReportingOverflow($1).partialValue }
    let wanted = facts.disks.wanted
    return .all(
      [
        value["disks"].map { most in
          compare(UInt64(sizes.count), UInt64(most.number), "disks") { "\($0)" }.at(most.place)
        },
        value["disk_size"].map { most in
          compare(total, most.size, "of disks", ByteSize.text).at(most.place)
        },
        value["cpus"].map { most in
          described(wanted) {
            compare(UInt64(clamping: $0.cpus), UInt64(most.number), "processors") { "\($0)" }
          }
          .at(most.place)
        },
        value["memory"].map { most in
          described(wanted) { compare($0.memory, most.size, "of memory", ByteSize.text) }.at(most.place)
        },
        value["firmware"].map { allowed in
          described(wanted) { machine in
            allowed.texts.contains(machine.firmware.rawValue)
              ? .passed("\(machine.firmware.rawValue) firmware")
              : .failed("it asks for \(machine.firmware.rawValue) firmware")
          }.at(allowed.place)
        },
      ].compactMap { $0 })
  }

  private static func described(
    _ wanted: DiskFacts.Machine?, _ judge: (DiskFacts.Machine) -> Judgement
  ) -> Judgement {
    wanted.map(judge) ?? .unknown("there is no descriptor beside it that says what machine it needs")
  }

  private static func compare(
    _ found: UInt64, _ most: UInt64, _ what: String, _ text: (UInt64) -> String
  ) -> Judgement {
    found <= most
      ? .passed("\(text(found)) \(what)") : .failed("\(text(found)) \(what), and \(text(most)) is the most")
  }
}

/// What may listen in the booted image.
enum ListeningPortRule: PolicyRule {
  static let field = Field(
    "listening_ports",
    .list(of: .text(Form("a port and its protocol", "^[1-9][0-9]{0,4}/(tcp|udp)$", example: "22/tcp"))),
    "The ports that may be listened on in the booted image, as its signed test results have them.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let ports = facts.statements.tests?.ports else {
      return facts.statements.missing("what listens in the booted image")
    }
    return .failed(
      by: ports.filter { !value.texts.contains($0) }.map { "\($0) is listened on" },
      otherwise: ports.isEmpty ? "nothing listens" : "\(ports.joined(separator: ", ")), all of them allowed")
  }
}
