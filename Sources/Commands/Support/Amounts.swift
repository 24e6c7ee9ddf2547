import Console
import Recipes

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
