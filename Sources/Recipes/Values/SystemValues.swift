/// Such as `en_US.UTF-8` (locale(7)).
public struct LocaleName: FormedText {
  public static let form = Form(
    "a locale", "^[A-Za-z]+(_[A-Z]+)?([.][A-Za-z0-9-]+)?(@[A-Za-z]+)?$", example: "en_US.UTF-8")
  public let text: String

  public init(formed text: String) { self.text = text }

  /// Whether a system has it only once it is made: `C` and `C.UTF-8` are always there.
  public var isMade: Bool { text.contains("_") }
}

/// An X keyboard layout, such as `us` (xkeyboard-config(7)).
public struct KeyboardLayout: FormedText {
  public static let form = Form("a keyboard layout", "^[a-z][a-z0-9_-]*$", example: "us")
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// A name of the tz database, such as `Europe/Prague`.
public struct TimeZoneName: FormedText {
  public static let form = Form(
    "a time zone", "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", example: "Europe/Prague")
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// One argument of a kernel. It passes unquoted through the scripts of installers and through `/etc/default/grub`.
public struct KernelArgument: FormedText {
  public static let form = Form(
    "one kernel argument of letters, digits and _.,:=/@%+-", "^[A-Za-z0-9_.,:=/@%+-]+$", example: "quiet")
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// Such as `ttyS0` or `ttyS0,115200` (Linux, Documentation/admin-guide/serial-console.rst).
public struct SerialConsole: FormedText {
  public static let form = Form(
    "a serial console", "^(tty[A-Za-z]+|hvc)[0-9]+(,[0-9]+[a-z]?[0-9]?)?$", example: "ttyS0,115200")
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// A package as apt-get(8) and dnf(8) take it, with a version, an architecture or a suite; a task; a group.
public struct PackageName: FormedText {
  public static let form = Form(
    "a package's name", "^[A-Za-z0-9@]([A-Za-z0-9.+_:~@=^/-]*[A-Za-z0-9.+_~^])?$", example: "nginx-light",
    hint: { text in
      guard text.count > 1, text.hasPrefix("-") || text.hasSuffix("-") else { return nil }
      return "; that means 'remove' to package managers, and nothing is removed here: do it in a script"
    })
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// A suite of an archive, such as `trixie`.
public struct Suite: FormedText {
  public static let form = Form("a suite", "^[a-z][a-z0-9.-]*$", example: "trixie")
  public let text: String

  public init(formed text: String) { self.text = text }
}
