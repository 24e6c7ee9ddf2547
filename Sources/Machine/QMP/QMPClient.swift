public import JSON

/// A session with QEMU's monitor: commands, answered in any order, and events; QEMU, docs/interop/qmp-spec.
public actor QMPClient {
  private struct Pending {
    let continuation: CheckedContinuation<JSONValue, any Error>
    let timer: Task<Void, Never>
  }

  /// What QEMU reports on its own, from the connection's beginning to its end; for one reader.
  public nonisolated let events: AsyncStream<QMPEvent>
  private let eventSink: AsyncStream<QMPEvent>.Continuation
  private let socket: QMPSocket
  private var pending: [Int64: Pending] = [:]
  private var lastID: Int64 = 0
  /// Why the session is over; nil while it lasts.
  private var end: QMPError?

  /// Connects as soon as QEMU has made its socket, and leaves the negotiation mode.
  ///
  /// - Throws: `QMPError`, after `timeout` at the latest, or `CancellationError`.
  public static func connect(to path: String, timeout: Duration) async throws -> QMPClient {
    let deadline = ContinuousClock.now + timeout
    let client = QMPClient(socket: try await openSocket(path, deadline: deadline))
    do {
      let rest = max(.milliseconds(1), deadline - .now)
      _ = try await client.execute("qmp_capabilities", timeout: rest)
      return client
    } catch {
      await client.close()
      throw error
    }
  }

  private static func openSocket(
    _ path: String, deadline: ContinuousClock.Instant
  ) async throws -> QMPSocket {
    while true {
      do throws(QMPError) {
        return try QMPSocket(path: path)
      } catch {
        if ContinuousClock.now >= deadline { throw error }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private init(socket: QMPSocket) {
    self.socket = socket
    (events, eventSink) = AsyncStream.makeStream(of: QMPEvent.self)
    let lines = socket.lines()
    Task { [weak self] in
      for await line in lines { await self?.receive(line) }
      await self?.finish(.closed)
    }
  }

  deinit {
    socket.disconnect()
    eventSink.finish()
  }

  /// Asks QEMU to execute a command and returns what it answers; QEMU, docs/interop/qemu-qmp-ref.
  ///
  /// - Throws: `QMPError`, or `CancellationError` when the task is cancelled meanwhile.
  public func execute(
    _ command: String, _ arguments: [String: JSONValue] = [:], timeout: Duration = .seconds(10)
  ) async throws -> JSONValue {
    if let end { throw end }
    lastID += 1
    let id = lastID
    let request = QMPMessage.request(command, arguments, id: id)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let timer = Task { [weak self] in
          guard (try? await Task.sleep(for: timeout)) != nil else { return }
          await self?.settle(id, .failure(QMPError.timedOut(command: command, after: timeout)))
        }
        pending[id] = Pending(continuation: continuation, timer: timer)
        do { try socket.send(request) } catch { settle(id, .failure(error)) }
      }
    } onCancel: {
      Task { await settle(id, .failure(CancellationError())) }
    }
  }

  /// Ends the session; what still waits for an answer gets `QMPError.closed`.
  public func close() {
    finish(.closed)
  }

  private func receive(_ line: [UInt8]) {
    switch QMPMessage(line: line) {
    case .greeting: break
    case .reply(let id, let value): settle(id, .success(value))
    case .failure(let id?, let error): settle(id, .failure(error))
    case .event(let event): eventSink.yield(event)
    case .failure(nil, let error): finish(error)
    case nil: finish(.malformed(String(decoding: line.prefix(100), as: UTF8.self)))
    }
  }

  /// Answers a command once; a second answer, or one to a command never given, is dropped.
  private func settle(_ id: Int64, _ result: Result<JSONValue, any Error>) {
    guard let command = pending.removeValue(forKey: id) else { return }
    command.timer.cancel()
    command.continuation.resume(with: result)
  }

  private func finish(_ reason: QMPError) {
    guard end == nil else { return }
    end = reason
    socket.disconnect()
    eventSink.finish()
    for id in pending.keys { settle(id, .failure(reason)) }
  }
}

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

/// Why QEMU's monitor did not do what it was asked.
public enum QMPError: Error, Hashable, CustomStringConvertible {
  /// No connection to the socket within the time allowed.
  case cannotConnect(path: String, reason: String)
  /// QEMU's own error: its class and description.
  case refused(class: String, reason: String)
  case timedOut(command: String, after: Duration)
  /// The connection is gone: QEMU ended, or it was closed here.
  case closed
  /// What came is no QMP; with its beginning.
  case malformed(String)
  case cannotSend(reason: String)

  public var description: String {
    switch self {
    case .cannotConnect(let path, let reason): "cannot connect to QEMU's monitor at \(path): \(reason)"
    case .refused(_, let reason): "QEMU refused: \(reason)"
    case .timedOut(let command, let limit): "QEMU did not answer '\(command)' within \(limit)"
    case .closed: "the connection to QEMU's monitor is closed"
    case .malformed(let text): "QEMU's monitor sent what is no QMP: \(text)"
    case .cannotSend(let reason): "cannot send to QEMU's monitor: \(reason)"
    }
  }
}
