internal import CMicroHTTPD
private import Dispatch
private import Glibc
private import Synchronization

/// An HTTP server for this host only, which serves what its routes declare and nothing else.
public final class HTTPServer: Sendable {
  /// Where a server listens.
  public enum Address: Hashable, Sendable {
    /// A free port of the loopback address: for whoever is on this host.
    case loopback
    /// A UNIX socket to be made, in a folder that only this user may enter: for this user's programs.
    case socket(String)
  }

  /// The port of the loopback address that it listens on; 0 with a UNIX socket.
  public let port: UInt16
  private let dispatcher: Dispatcher
  private let running: Mutex<Running?>

  /// Starts serving; requests are handled on one thread of the server's own.
  ///
  /// - Parameters:
  ///   - routes: the first that matches a path and its method answers.
  ///   - onRequest: told of every request once its answer is decided, whether it was served or refused.
  /// - Throws: `HTTPServerError` when no port can be had, or the socket not be made.
  public init(
    at address: Address = .loopback, limits: Limits = .standard, routes: [Route],
    onRequest: @escaping @Sendable (Request) -> Void
  ) throws {
    let listener = try Listener(address)
    let dispatcher = Dispatcher(routes: routes, limits: limits, onRequest: onRequest)
    let context = Unmanaged.passUnretained(dispatcher).toOpaque()
    guard
      let daemon = kiln_start_daemon(
        listener.descriptor, UInt32(limits.connections), 60, handleRequest, finishRequest, noteConnection,
        context)
    else {
      close(listener.descriptor)
      throw HTTPServerError(
        action: "start", reason: "libmicrohttpd gave no reason (out of memory or threads)")
    }
    port = listener.port
    self.dispatcher = dispatcher
    running = Mutex(Running(daemon: daemon, connections: dispatcher.connections))
  }

  /// Ends all connections; requests being answered are cut off.
  public func stop() {
    running.withLock { running in
      running?.stop()
      running = nil
    }
  }

  deinit { stop() }
}

/// A started server, and the clock that its connections' deadlines are seen by.
private struct Running {
  private let daemon: OpaquePointer
  private let clock: any DispatchSourceTimer

  init(daemon: OpaquePointer, connections: Connections) {
    self.daemon = daemon
    clock = DispatchSource.makeTimerSource(queue: .global())
    clock.schedule(deadline: .now(), repeating: .milliseconds(250), leeway: .milliseconds(100))
    clock.setEventHandler { connections.endOverdue() }
    clock.resume()
  }

  func stop() {
    clock.cancel()
    MHD_stop_daemon(daemon)
  }
}

/// Why a server could not be started.
public struct HTTPServerError: Error, Hashable, CustomStringConvertible {
  public let action: String
  public let reason: String

  public var description: String { "cannot \(action) the local HTTP server: \(reason)" }
}

/// What the C callbacks work with; lives as long as its server.
private final class Dispatcher: Sendable {
  let routes: [Route]
  let connections: Connections
  let budget: BodyBudget
  let onRequest: @Sendable (Request) -> Void

  init(routes: [Route], limits: Limits, onRequest: @escaping @Sendable (Request) -> Void) {
    self.routes = routes
    self.onRequest = onRequest
    connections = Connections(limits)
    budget = BodyBudget(limits.bodies)
  }
}

/// libmicrohttpd's access handler: called first for the header, then for each piece of the body, then for its end.
private func handleRequest(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
  method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?,
  size: UnsafeMutablePointer<Int>?, state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context, let url, let method, let size, let state else { return .NO }
  let dispatcher = Unmanaged<Dispatcher>.fromOpaque(context).takeUnretainedValue()
  guard let pointer = state.pointee else {
    let exchange = Exchange(
      method: String(cString: method), path: String(cString: url), routes: dispatcher.routes,
      budget: dispatcher.budget)
    state.pointee = Unmanaged.passRetained(exchange).toOpaque()
    return .YES
  }
  let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
  if size.pointee > 0 {
    exchange.take(UnsafeRawBufferPointer(start: upload, count: size.pointee))
    size.pointee = 0
    return .YES
  }
  let response = exchange.answer()
  dispatcher.onRequest(Request(method: exchange.method, path: exchange.path, status: response.status))
  return response.queue(on: connection)
}

/// Called once for every request that the access handler saw, however it ended.
private func finishRequest(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, reason: MHD_RequestTerminationCode
) {
  guard let pointer = state?.pointee else { return }
  Unmanaged<Exchange>.fromOpaque(pointer).release()
  state?.pointee = nil
}

/// Called when a connection has been taken, and before it is closed.
private func noteConnection(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, event: MHD_ConnectionNotificationCode
) {
  guard let context else { return }
  let connections = Unmanaged<Dispatcher>.fromOpaque(context).takeUnretainedValue().connections
  let socket = kiln_socket_of(connection)
  event == .CONNECTION_NOTIFY_STARTED ? connections.began(socket) : connections.ended(socket)
}
