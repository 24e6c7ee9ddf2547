/// A program to run inside an image as root.
public struct GuestCommand: Sendable {
  /// The program's bytes: anything the image can execute; without a `#!` line, for its `/bin/sh`.
  public var program: [UInt8]
  public var arguments: [String]
  /// What it is called in what is said of it, such as `script harden.sh`; one line.
  public var name: String
  /// A file of the image without which it cannot be run: the interpreter of its `#!` line, or its loader.
  public var interpreter: String?
  /// Beside a plain PATH, HOME=/root, LANG=C.UTF-8 and what keeps Debian's tools from asking questions.
  public var environment: [String: String]
  /// Environment too, with the values masked in the output. Neither they nor the program ever touch a disk: they pass
  /// through a virtio-serial port into the appliance's memory, outside libguestfs' calls and their traces.
  public var secrets: [String: String]
  /// How long it may take; nil is for ever.
  public var limit: Duration?
  /// Lines of apt.conf(5) that hold for it alone.
  var aptSettings: [String] = []

  public init(
    program: [UInt8],
    arguments: [String] = [],
    name: String = "the script",
    interpreter: String? = nil,
    environment: [String: String] = [:],
    secrets: [String: String] = [:],
    limit: Duration? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.name = name
    self.interpreter = interpreter
    self.environment = environment
    self.secrets = secrets
    self.limit = limit
  }

  /// A script for `/bin/sh`.
  public init(
    _ script: String,
    environment: [String: String] = [:],
    secrets: [String: String] = [:],
    limit: Duration? = nil
  ) {
    self.init(program: Array(script.utf8), environment: environment, secrets: secrets, limit: limit)
  }

  /// Throws if the shell could not be told of a name or value.
  func validate() throws(GuestError) {
    for name in Array(environment.keys) + Array(secrets.keys) where !Self.isVariableName(name) {
      throw .command(reason: "'\(name)' is no name of an environment variable")
    }
    guard (arguments + environment.values + secrets.values).allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .command(reason: "an argument or environment variable contains a NUL byte")
    }
  }

  private static func isVariableName(_ name: String) -> Bool {
    name.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
      default: false
      }
    } && !name.isEmpty
  }
}

/// How a command ended.
public struct CommandResult: Hashable, Sendable, CustomStringConvertible {
  /// 128 and the signal's number if a signal ended it; nil when its time was over, and the session with it.
  public var status: Int32?
  /// At most 20, secrets masked.
  public var lastLines: [String]

  public var isSuccess: Bool { status == 0 }

  /// `exit status 3`, or `ended, because its time was over`.
  public var description: String {
    status.map { "exit status \($0)" } ?? "ended, because its time was over"
  }
}
