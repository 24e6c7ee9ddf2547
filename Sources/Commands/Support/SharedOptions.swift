import Console
import Machine
import Recipes
import Text

/// Options that several verbs share.
enum SharedOptions {
  static let recipes = Option.value(
    "recipes", "DIR", repeatable: true,
    help: "look for recipes here, before the shipped ones (default: the current folder)")
  static let library = Option.value(
    "library", "DIR", help: "the folder of the shipped recipes (default: KILN_LIBRARY, or beside the program)"
  )
  static let site = Option.value(
    "site", "FILE", help: "the site file: mirrors, proxy, certificates, time zone, keys")
  static let set = Option.value(
    "set", "KEY=VALUE", repeatable: true, help: "override a recipe's value, such as install.timezone=UTC")
  static let snapshot = Option.value(
    "snapshot", "DATE",
    help:
      "fetch packages as archives had them then, such as 2026-11-28T00:00:00Z: --set installer.snapshot=DATE")
  static let store = Option.value(
    "store", "DIR", help: "where media and layers are kept (default: KILN_STORE, or ~/.local/share/kiln)")
  static let format = Option.value(
    "format", "FORMAT", choices: OutputFormat.allCases.map(\.rawValue),
    help: "print text or json (default: text)")
  static let accelerator = Option.value(
    "accelerator", "NAME", choices: Accelerator.allCases.map(\.rawValue), help: "do not probe, use this one")
  static let offline = Option.flag(
    "offline", help: "open no connection; say what is missing before anything is started")
  static let strictMirror = Option.flag(
    "strict-mirror",
    help: "fail where a mirror is between two states, instead of taking an older one that was verified")
  static let vulnerabilityData = Option.value(
    "data", "FILE", repeatable: true,
    help: "data about vulnerabilities: a file, a folder or an address, instead of what the site file names")
  static let refresh = refresh(usually: "never")

  /// - Parameter standard: what a verb does where the option is not given.
  static func refresh(usually standard: String) -> Option {
    .value(
      "refresh", "WHEN", suggestions: ["updates", "1d", "7d", "30d"],
      help:
        "rebuild layers that are older than WHEN, such as 7d, 12h or 30min, or, with 'updates', of which a package"
        + " has a newer version (default: \(standard))")
  }
  static let all = Option.flag("all", help: "take every recipe found, also the shipped ones")

  /// What decides which recipes there are, and what they say.
  static let resolving = [recipes, library, site, set]
}

extension Arguments {
  /// A time span such as `14d` or `90min`; nil when the option was not given.
  func duration(_ option: Option, of verb: Verb) throws -> Duration? {
    try value(option).map { text in
      guard let duration = Duration(written: text) else {
        throw UsageError(
          "--\(option.name) takes a time such as 90min, 12h or 14d, not '\(text)'",
          command: "kiln \(verb.name)")
      }
      return duration
    }
  }

  /// Bytes, written such as `512MiB` or `0`; nil when the option was not given.
  func size(_ option: Option, of verb: Verb) throws -> UInt64? {
    try value(option).map { text in
      guard let bytes = text == "0" ? 0 : ByteSize.bytes(text) else {
        throw UsageError(
          "--\(option.name) takes a size such as 512MiB or 20GiB, not '\(text)'", command: "kiln \(verb.name)"
        )
      }
      return bytes
    }
  }
}
