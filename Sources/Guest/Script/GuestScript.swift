/// A program to run inside the guest as root.
public struct GuestScript: Sendable {
  /// Its bytes: anything the guest can execute; without a `#!` line, for its /bin/sh.
  public var content: [UInt8]
  public var arguments: [String]
  /// Beside a plain PATH, HOME=/root, LANG=C.UTF-8 and what keeps Debian's tools from asking questions.
  public var environment: [String: String]
  /// Environment variables whose values are masked in the output. Neither they nor the script ever touch a disk:
  /// they pass through a virtio-serial port into the appliance's memory, outside libguestfs' calls and their traces.
  public var secrets: [String: String]

  public init(
    content: [UInt8],
    arguments: [String] = [],
    environment: [String: String] = [:],
    secrets: [String: String] = [:]
  ) {
    self.content = content
    self.arguments = arguments
    self.environment = environment
    self.secrets = secrets
  }

  /// Throws if the shell could not be told of a name or value.
  func validate() throws(GuestError) {
    for name in Array(environment.keys) + Array(secrets.keys) where !Self.isVariableName(name) {
      throw .script(reason: "'\(name)' is no name of an environment variable")
    }
    guard (arguments + environment.values + secrets.values).allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .script(reason: "an argument or environment variable contains a NUL byte")
    }
  }

  private static func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_".unicodeScalars.contains($0))
    }
  }
}

/// How a script ended.
public struct ScriptResult: Hashable, Sendable {
  /// The exit status; 128 and the signal's number if a signal ended it.
  public var status: Int32
  /// At most 20, secrets masked.
  public var lastLines: [String]
}
