private import Foundation
private import Synchronization

/// Tells when something in some folders has changed; inotify(7). On file systems of other machines, only what this one changes
/// is seen.
public final class FolderWatch: Sendable {
  /// One for each time that something has changed, once it has been quiet for a moment; for one reader.
  public let changes: AsyncStream<Void>
  private let descriptor: Int32
  private let isOver = Mutex(false)

  /// An editor writes several files for one; milliseconds.
  private static let moment: Int32 = 150

  /// - Throws: `FileError` when the system has no more watches to give.
  public init() throws(FileError) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else { throw .system("cannot watch folders", "inotify") }
    let (stream, sink) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    changes = stream
    let thread = Thread { [descriptor, weak self] in
      while Self.waitForChange(descriptor, { self.map { $0.isOver.withLock(\.self) } ?? true }) {
        sink.yield()
      }
      close(descriptor)
      sink.finish()
    }
    thread.name = "folder watch"
    thread.start()
  }

  deinit { stop() }

  /// Watches these folders, too: what is made, written, renamed or removed directly in them. One that is not there is passed over.
  public func add(_ folders: some Sequence<String>) {
    let kinds = IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_ATTRIB
    isOver.withLock { isOver in
      guard !isOver else { return }
      for folder in folders { _ = inotify_add_watch(descriptor, folder, UInt32(kinds)) }
    }
  }

  /// Ends ``changes``.
  public func stop() { isOver.withLock { $0 = true } }

  /// False when it is over.
  private static func waitForChange(_ descriptor: Int32, _ isOver: () -> Bool) -> Bool {
    while !isOver() {
      guard hasEvents(descriptor, within: 500) else { continue }
      while hasEvents(descriptor, within: moment) { drain(descriptor) }
      return true
    }
    return false
  }

  private static func hasEvents(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  private static func drain(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }
}
