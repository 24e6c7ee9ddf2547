public import JSON

/// An event that QEMU reports on its own; QEMU, docs/interop/qmp-spec, "Asynchronous events".
public struct QMPEvent: Hashable, Sendable {
  /// `SHUTDOWN`, `GUEST_PANICKED`, `BLOCK_IO_ERROR`, …
  public let name: String
  /// An empty object when the event carries no data.
  public let data: JSONValue

  public init(name: String, data: JSONValue = .object([:])) {
    self.name = name
    self.data = data
  }
}

/// One line from QEMU's monitor; QEMU, docs/interop/qmp-spec.
enum QMPMessage: Hashable, Sendable {
  case greeting
  case reply(id: Int64, JSONValue)
  /// `id` is nil when QEMU could not read the command's.
  case failure(id: Int64?, QMPError)
  case event(QMPEvent)

  /// Nil when the line is no QMP message.
  init?(line: some Sequence<UInt8>) {
    guard let value = try? parseJSON(line) else { return nil }
    let id = value["id"]?.integer
    if value["QMP"] != nil {
      self = .greeting
    } else if let name = value["event"]?.string {
      self = .event(QMPEvent(name: name, data: value["data"] ?? .object([:])))
    } else if let error = value["error"] {
      let reason = error["desc"]?.string ?? "no description"
      self = .failure(id: id, .refused(class: error["class"]?.string ?? "GenericError", reason: reason))
    } else if let id, let result = value["return"] {
      self = .reply(id: id, result)
    } else {
      return nil
    }
  }

  /// The line that asks QEMU to execute a command, with its line feed.
  static func request(_ command: String, _ arguments: [String: JSONValue], id: Int64) -> [UInt8] {
    var members: [String: JSONValue] = ["execute": .string(command), "id": .integer(id)]
    if !arguments.isEmpty { members["arguments"] = .object(arguments) }
    return Array(JSONValue.object(members).canonical.utf8) + [UInt8(ascii: "\n")]
  }
}
