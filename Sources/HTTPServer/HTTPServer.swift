internal import CMicroHTTPD
private import Glibc
private import Synchronization

/// An HTTP server on a free port of the loopback address, which serves what its routes declare and nothing else.
public final class HTTPServer: Sendable {
  /// The port that it listens on.
  public let port: UInt16
  private let dispatcher: Dispatcher
  private let daemon: Mutex<OpaquePointer?>

  /// Starts serving; requests are handled on one thread of the server's own.
  ///
  /// - Parameters:
  ///   - routes: the first that matches a path and its method answers.
  ///   - onRequest: told of every request once its answer is decided, whether it was served or refused.
  /// - Throws: `HTTPServerError` when no port can be had.
  public init(routes: [Route], onRequest: @escaping @Sendable (Request) -> Void) throws {
    let listener = try LoopbackListener()
    let dispatcher = Dispatcher(routes: routes, onRequest: onRequest)
    let context = Unmanaged.passUnretained(dispatcher).toOpaque()
    guard
      let daemon = kiln_start_daemon(
        listener.descriptor, 64, 60, handleRequest, finishRequest, context)
    else {
      listener.close()
      throw HTTPServerError(
        action: "start", reason: "libmicrohttpd gave no reason (out of memory or threads)")
    }
    port = listener.port
    self.dispatcher = dispatcher
    self.daemon = Mutex(daemon)
  }

  /// Ends all connections; requests being answered are cut off.
  public func stop() {
    let running = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    if let running { MHD_stop_daemon(running) }
  }

  deinit { stop() }
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
  let onRequest: @Sendable (Request) -> Void

  init(routes: [Route], onRequest: @escaping @Sendable (Request) -> Void) {
    self.routes = routes
    self.onRequest = onRequest
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
      method: String(cString: method), path: String(cString: url), routes: dispatcher.routes)
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
