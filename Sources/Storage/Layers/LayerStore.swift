import Files
import Foundation
import Images
import Planning
import Synchronization

/// The layers of a store: `layers/KEY/` holds `disk.qcow2`, a `disk-NAME.qcow2` for each further disk, `layer.json`, what
/// packages it has in `packages.json`, and the digests of all these in `digests.json`; whole or not there.
public struct LayerStore: Sendable {
  private let root: String
  let integrity: StoreIntegrity
  /// Shared by all copies.
  private let uses = LayerUses()

  init(root: String, integrity: StoreIntegrity) {
    self.root = root
    self.integrity = integrity
  }

  var folder: String { "\(root)/layers" }
  /// Where layers are made.
  var work: String { "\(root)/work" }
  /// Where failed builds of layers are kept.
  var failed: String { "\(root)/failed" }

  /// The keys of all layers that are there.
  public func present() -> Set<LayerKey> {
    Set(FileSystem.entries(of: folder).map(LayerKey.init(hex:)).filter(\.isComplete))
  }

  /// Where a layer is, built or not.
  public func folder(of key: LayerKey) -> String { "\(folder)/\(key.hex)" }

  /// Where a layer's system disk is, built or not.
  func disk(of key: LayerKey) -> String { disk(StoredLayer.systemDisk, of: key) }

  /// Where a disk of a layer is, by its file's name.
  public func disk(_ file: String, of key: LayerKey) -> String { "\(folder(of: key))/\(file)" }

  /// A layer's disk as a path that an overlay in `work/` or `layers/` can name and the store can move with.
  public func relativeDisk(_ file: String, of key: LayerKey) -> String { "../../layers/\(key.hex)/\(file)" }

  /// What a layer is described in, and locked by; its modification time is when the layer was last used.
  public func recordFile(of key: LayerKey) -> String { disk(StoredLayer.file, of: key) }

  /// What is known of a layer that is there.
  ///
  /// - Throws: `StoreDamage` when it is not what it was when the layer was published.
  public func read(_ key: LayerKey) throws(StoreDamage) -> StoredLayer {
    try LayerCheck(layers: withoutUses).record(of: key)
  }

  /// What is installed in a layer; nil for one that was published without saying so.
  ///
  /// - Throws: `StoreDamage` when it is not what it was then.
  public func packages(of key: LayerKey) throws(StoreDamage) -> StoredPackages? {
    try LayerCheck(layers: withoutUses).document(StoredPackages.self, StoredPackages.file, of: key)
  }

  /// A layer and all that it is based on, root last.
  ///
  /// - Throws: `StoreDamage` when one of them is not what it was, or stands on itself.
  public func chain(of key: LayerKey) throws -> [StoredLayer] {
    var chain = [try read(key)]
    while let parent = chain[chain.count - 1].parent {
      guard !chain.contains(where: { $0.record.key == parent }) else {
        throw StoreDamage(
          fault: "layer \(parent.short) is damaged: its record says that it stands on itself",
          advice: "'kiln store verify' tells of all damage, and the next build makes the layer anew")
      }
      chain.append(try read(parent))
    }
    return chain
  }

  /// The chain of the layer that was made last of a recipe, root first.
  func newestChain(of recipe: String) -> [LayerRecord] {
    let layers = Dictionary(
      present().compactMap { key in (try? read(key)).map { (key, $0) } }, uniquingKeysWith: { $1 })
    var next = layers.values.filter { $0.record.name.recipe == recipe }.max {
      $0.facts.built < $1.facts.built
    }
    var chain: [LayerRecord] = []
    while let layer = next, chain.count < layers.count {
      chain.append(layer.record)
      next = layer.parent.flatMap { layers[$0] }
    }
    return chain.reversed()
  }

  /// What a layer's name stands for now; nil where there is none.
  func identity(of key: LayerKey) -> FileIdentity? { FileIdentity(of: folder(of: key)) }

  /// Sets a layer aside that nobody may build on, unless another has come to its place since it was looked at: that one need
  /// not be damaged.
  ///
  /// Who uses it at this moment has it open and sees that it is gone before anything is published that stands on it.
  /// - Returns: false where nothing was done.
  func setAside(_ key: LayerKey, ifStill seen: FileIdentity, because fault: String) throws -> Bool {
    guard identity(of: key) == seen else { return false }
    do {
      try integrity.damaged.take(folder(of: key), because: "layer \(key.short) is damaged: \(fault)")
    } catch {
      // Another process may have been quicker, between the look and the move.
      guard identity(of: key) == seen else { return false }
      throw error
    }
    return true
  }
}

/// The layers that this process uses: each stays until the last copy of its ``LayerStore`` is gone.
private final class LayerUses: Sendable {
  private let locks = Mutex<[LayerKey: FileLock]>([:])

  func keep(_ lock: FileLock, of key: LayerKey) { locks.withLock { $0[key] = lock } }

  func has(_ key: LayerKey) -> Bool { locks.withLock { $0[key] != nil } }

  /// Whether what is used is still what is there: nobody may remove it, but somebody has the rights to.
  func isCurrent(_ key: LayerKey, at path: String) -> Bool {
    locks.withLock { $0[key].map { $0.isStill(path) } ?? true }
  }
}

extension LayerStore {
  /// Takes a layer into use, so that nobody frees it as long as this store is used here, and notes the time.
  ///
  /// It is held against what it was when it was published, once for each process; one that is damaged is set aside.
  /// - Returns: false when there is no such layer, or none any more.
  @discardableResult
  public func use(_ key: LayerKey) async throws -> Bool {
    if uses.has(key) { return true }
    while let seen = identity(of: key) {
      let lock = try await lock(key)
      let fault = try await fault(of: key, isLocked: lock != nil)
      guard let fault else {
        if let lock { keep(lock, of: key) }
        return true
      }
      if try setAside(key, ifStill: seen, because: fault) { return false }
    }
    return false
  }

  private func fault(of key: LayerKey, isLocked: Bool) async throws -> String? {
    guard isLocked else { return "\(recordFile(of: key)) is missing, or no plain file" }
    let check = LayerCheck(layers: withoutUses)
    return try await onThread { check.fault(of: key) }
  }

  /// The same folder with nothing in use: for work on threads, which may hold it for a moment longer than their caller.
  var withoutUses: LayerStore { LayerStore(root: root, integrity: integrity) }

  /// Takes a layer into use that this process has just published.
  func useAsPublished(_ key: LayerKey) async throws {
    if let lock = try await lock(key) { keep(lock, of: key) }
  }

  /// Whether a layer that is in use here is still what is there; true for one that is not.
  func isCurrent(_ key: LayerKey) -> Bool { uses.isCurrent(key, at: recordFile(of: key)) }

  private func keep(_ lock: FileLock, of key: LayerKey) {
    lock.noteUse()
    uses.keep(lock, of: key)
  }

  /// Notes that layers are of use, so that none is freed for what is known of it by now.
  ///
  /// - Returns: those that are there.
  public func noteUse(of keys: [LayerKey]) -> [LayerKey] {
    keys.filter { utimes(recordFile(of: $0), nil) == 0 }
  }

  private func lock(_ key: LayerKey) async throws -> FileLock? {
    while true {
      switch try FileLock.attempt(recordFile(of: key), .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever looks whether it can be freed is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// When a build or a shell last took it into use; of a layer without a record, when it was made.
  func lastUse(of key: LayerKey) -> Date {
    FileSystem.modificationDate(of: recordFile(of: key))
      ?? FileSystem.modificationDate(of: folder(of: key)) ?? .distantPast
  }

  /// Whether any process has it in use now.
  func isInUse(_ key: LayerKey) throws -> Bool {
    if case .busy = try FileLock.attempt(recordFile(of: key), .exclusive) { true } else { false }
  }
}
