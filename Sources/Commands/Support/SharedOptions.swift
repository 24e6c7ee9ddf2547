import Console
import Machine

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
  static let refresh = Option.value(
    "refresh", "WHEN",
    help:
      "make layers anew that are older than WHEN, such as 7d, 12h or 30m, or, with 'updates', of which a package"
      + " has a newer version (default: never)")
  static let all = Option.flag("all", help: "take every recipe found")

  /// What decides which recipes there are, and what they say.
  static let resolving = [recipes, library, site, set]
}
