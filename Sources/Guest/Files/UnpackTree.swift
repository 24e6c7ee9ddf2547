import Dispatch
import Foundation
import Synchronization

/// A file, link or folder that is to be put into an image.
public struct GuestItem: Hashable, Sendable {
  /// Absolute.
  public var path: String
  public var isFolder: Bool

  public init(path: String, isFolder: Bool) {
    self.path = path
    self.isFolder = isFolder
  }
}

/// Where items belong in an image.
public struct GuestDestinations: Hashable, Sendable {
  /// Folders that must be made first, in this order, beside those that are items themselves.
  public var missing: [String]
  /// One for each item.
  public var places: [Place]

  public struct Place: Hashable, Sendable {
    /// Absolute, with every link on the way followed.
    public var path: String
    /// A folder that is there already.
    public var isThere: Bool
  }
}

extension GuestSession {
  /// Finds where items belong. A link to a folder of the image counts as that folder, be it on the way or an item's own place.
  ///
  /// - Parameter items: a folder before what is in it.
  /// - Throws: ``GuestError``, for a link that leads out of the image or to nothing, and where a folder would have to make
  ///   way for a file, or a file for a folder.
  public func destinations(of items: [GuestItem]) throws -> GuestDestinations {
    var found: [String: FileKind?] = [:]
    var resolver = FolderResolver(
      look: { [handle] path in
        if let kind = found[path] { return kind }
        return try handle.kind(path)
      }, linkTarget: { [handle] path in try handle.linkTarget(path) })
    let items = try items.map { GuestItem(path: try Self.checked($0.path), isFolder: $0.isFolder) }
    let folders = Dictionary(grouping: items) { FolderResolver.parent(of: $0.path) }
    var places: [GuestDestinations.Place] = []
    var listed: Set<String> = []
    for item in items {
      let folder = FolderResolver.parent(of: item.path)
      let real = try resolver.folder(folder)
      if listed.insert(folder).inserted, !resolver.isMissing(real) {
        // One call for all, where each would be a round trip to the appliance.
        let names = (folders[folder] ?? []).map { FolderResolver.name(of: $0.path) }.filter { !$0.isEmpty }
        for (name, kind) in try zip(names, handle.kinds(of: names, in: real)) {
          found[FolderResolver.join(real, name)] = kind
        }
      }
      places.append(try place(of: item, in: real, &resolver))
    }
    let made = Set(zip(items, places).filter { $0.isFolder && !$1.isThere }.map(\.1.path))
    return GuestDestinations(missing: resolver.missing.filter { !made.contains($0) }, places: places)
  }

  private func place(
    of item: GuestItem, in folder: String, _ resolver: inout FolderResolver
  ) throws -> GuestDestinations.Place {
    if item.isFolder {
      let missing = resolver.missing.count
      let real = try resolver.folder(item.path)
      return GuestDestinations.Place(path: real, isThere: resolver.missing.count == missing)
    }
    let place = FolderResolver.join(folder, FolderResolver.name(of: item.path))
    if try place == "/" || resolver.kind(place) == .folder {
      throw GuestError.path(place, reason: "a folder is there")
    }
    return GuestDestinations.Place(path: place, isThere: false)
  }

  /// Unpacks a tar over the image's root folder, with extended attributes, holes and hard links.
  ///
  /// - Parameter write: writes the tar to a descriptor, from another thread. No path in it may lead through a link: see
  ///   ``destinations(of:)``.
  /// - Throws: ``GuestError``, or what `write` threw.
  public func unpack(_ write: @escaping @Sendable (Int32) throws -> Void) throws {
    let pipe = try TarPipe(write)
    let result = Result { try handle.unpackTar(pipe.path) }
    // What kept the tar from being whole is the reason for all else.
    try pipe.finish()
    try result.get()
  }
}

/// A pipe that a thread writes to while libguestfs reads from it as from a file.
private final class TarPipe: Sendable {
  private let reading: Int32
  private let state: State

  private final class State: Sendable {
    /// nil while the thread writes.
    let result = Mutex<Result<Void, any Error>?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }

  init(_ write: @escaping @Sendable (Int32) throws -> Void) throws(GuestError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .system("pipe", errno)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    let state = State()
    self.state = state
    let writing = ends[1]
    Thread.detachNewThread {
      blockSIGPIPE()
      let result = Result { try write(writing) }
      state.result.withLock { $0 = result }
      close(writing)
      state.ended.signal()
    }
  }

  /// What libguestfs is to open.
  var path: String { "/dev/fd/\(reading)" }

  /// Waits until the thread has ended, which a pipe that nobody reads makes it do. Call it once.
  /// - Throws: what the thread did, unless it failed only because nobody read on.
  func finish() throws {
    let result = state.result.withLock { $0 }
    close(reading)
    state.ended.wait()
    try result?.get()
  }
}

/// A pipe without a reader is then an error of the write, and does not end the program.
private func blockSIGPIPE() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
}
