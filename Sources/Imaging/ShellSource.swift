import Families
import Files
import Foundation
import Images
import JSON
import Machine
import Planning
import Recipes
import Storage

/// What a shell is opened on: disks that stay as they are, and the machine that they belong to.
public struct ShellSource: Sendable, Hashable {
  struct Disk: Sendable, Hashable {
    /// nil for a disk without a file, which is made empty.
    var path: String?
    /// Bytes; of a disk with a file, whatever that has.
    var size: UInt64 = 0
  }

  struct Machine: Sendable, Hashable {
    var architecture = Architecture.host ?? .x86_64
    var isUEFI = false
    var baseline = ProcessorBaseline.oldest
    var cpus = 2
    /// Bytes.
    var memory: UInt64 = 1 << 30
  }

  /// Such as `layer 0123456789ab of web`.
  public let title: String
  let disks: [Disk]
  let machine: Machine
  /// Whether there should be a system on the disks; there is none where an install has failed.
  let hasSystem: Bool
  /// All that must not be freed meanwhile; a child before its parent.
  let layers: [LayerKey]
}

extension ShellSource {
  /// What is shown of a layer whose root was made of these inputs, from disks in a folder.
  init(_ title: String, folder: String, root: [Input], hasSystem: Bool = true, layers: [LayerKey]) {
    let values = Dictionary(root.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var machine = Machine()
    machine.architecture = values["os.arch"].flatMap(Architecture.init(rawValue:)) ?? machine.architecture
    machine.isUEFI = values["hardware.firmware"] == "uefi"
    self.title = title
    disks = Self.files(root).map { "\(folder)/\($0)" }.filter(FileSystem.exists).map { Disk(path: $0) }
    self.machine = machine
    self.hasSystem = hasSystem
    self.layers = layers
  }

  /// The files of a layer's disks in the machine's order: `hardware.disks.NAME` says `ROLE SIZE` of each.
  private static func files(_ inputs: [Input]) -> [String] {
    let prefix = "hardware.disks."
    let disks = inputs.filter { $0.name.hasPrefix(prefix) }
    let system = disks.first { $0.value.hasPrefix("system ") } ?? disks.first
    return disks.map {
      $0 == system ? StoredLayer.systemDisk : StoredLayer.furtherDisk(String($0.name.dropFirst(prefix.count)))
    }
  }
}

extension Store {
  /// Finds what a shell is to be opened on.
  ///
  /// - Parameter name: a recipe's, of whose last build the last layer is taken; the first digits of a layer's key; or the
  ///   path of an image's descriptor or disk.
  /// - Throws: ``SourceError`` when there is nothing of that name, or more than one thing.
  public func shellSource(_ name: String) throws -> ShellSource {
    if name.contains("/") || name.hasSuffix(".json")
      || ImageFormat.allCases.contains(where: { name.hasSuffix($0.fileEnding) })
    {
      return try ImageFinder(path: name).source()
    }
    guard let key = try lastLayer(of: name) ?? layer(startingWith: name) else {
      let known = Set(layers.present().compactMap { try? layers.read($0).record.name.recipe }).union(
        history.appliances())
      throw SourceError(
        "there is no layer or image '\(name)'",
        advice: "give a path of an image, the first digits of a layer's key, or one of these: "
          + (known.isEmpty ? "(nothing is built yet)" : known.sorted().joined(separator: ", ")))
    }
    let chain = try layers.chain(of: key)
    return ShellSource(
      "layer \(key.short) of \(chain[0].record.name)", folder: layers.folder(of: key),
      root: chain[chain.count - 1].record.inputs, layers: chain.map(\.record.key))
  }

  /// The failed build that was kept of a recipe.
  public func failedShellSource(_ recipe: String) throws -> ShellSource {
    guard let failure = layers.keptFailure(of: recipe) else {
      throw SourceError(
        "no failed build of \(recipe) is kept", advice: "build it with 'kiln build \(recipe) --keep-failed'")
    }
    let chain = try failure.parent.map(layers.chain) ?? []
    return ShellSource(
      "failed build of \(failure.record.layer.name)", folder: failure.path,
      root: chain.last?.record.inputs ?? failure.record.layer.inputs, hasSystem: failure.parent != nil,
      layers: chain.map(\.record.key))
  }

  private func lastLayer(of recipe: String) throws -> LayerKey? {
    if let key = history.previousLayers(of: recipe).last?.key, FileSystem.exists(layers.recordFile(of: key)) {
      return key
    }
    return layers.present().compactMap { try? layers.read($0) }.filter { $0.record.name.recipe == recipe }
      .max { $0.facts.built < $1.facts.built }?.record.key
  }

  private func layer(startingWith digits: String) throws -> LayerKey? {
    guard digits.count >= 4 else { return nil }
    let found = layers.present().filter { $0.hex.hasPrefix(digits) }
    guard found.count < 2 else {
      throw SourceError(
        "more than one layer begins with \(digits)", advice: "give more digits of its key")
    }
    return found.first
  }
}

/// Finds the disks and the machine of an image, from its descriptor or one of its disks.
private struct ImageFinder {
  let path: String

  func source() throws -> ShellSource {
    guard FileSystem.exists(path) else {
      throw SourceError(
        "there is no image \(path)", advice: "give the path of its descriptor or of one of its disks")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if path.hasSuffix(".json") {
      guard let descriptor = Self.descriptor(path) else {
        throw SourceError("\(path) cannot be read", advice: "it is not the descriptor of an image")
      }
      return source(descriptor, in: folder)
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    let descriptor = FileSystem.entries(of: folder).filter { $0.hasSuffix(".json") }.lazy
      .compactMap { Self.descriptor("\(folder)/\($0)") }.first { $0.disks.contains { $0.file?.path == name } }
    return descriptor.map { source($0, in: folder) }
      ?? ShellSource(
        title: "disk \(path)", disks: [ShellSource.Disk(path: absolute(path))],
        machine: ShellSource.Machine(), hasSystem: true, layers: [])
  }

  private func source(_ descriptor: Descriptor, in folder: String) -> ShellSource {
    let disks = descriptor.disks.map { disk in
      ShellSource.Disk(path: disk.file.map { absolute("\(folder)/\($0.path)") }, size: disk.virtualSize)
    }
    let machine = ShellSource.Machine(
      architecture: Architecture(descriptor.os.arch),
      isUEFI: descriptor.kiln.firmware == .uefi,
      baseline: Family.of(descriptor.os.distribution).baseline(of: descriptor.os.version),
      cpus: descriptor.cpu, memory: descriptor.memory << 20)
    return ShellSource(
      title: "image \(descriptor.identifier)-\(descriptor.version)", disks: disks, machine: machine,
      hasSystem: true, layers: [])
  }

  private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  private static func descriptor(_ path: String) -> Descriptor? {
    FileManager.default.contents(atPath: path).flatMap { try? decodeJSON(Descriptor.self, from: $0) }
  }
}
