import Failures
import Families
import Files
import Foundation
import Images
import JSON
import Machine
import Planning
import Recipes
import Storage
import Text

/// Something built, named in any way, to be opened: disks that stay as they are, and the machine that they belong to.
///
/// The one way in which verbs that look into, boot, compare or convert images find what they are given.
public struct ImageSource: Sendable, Hashable {
  struct Disk: Sendable, Hashable {
    /// As the recipe calls it; nil where nothing tells.
    var name: String?
    /// Absolute; nil for a disk without a file, which is made empty.
    var path: String?
    /// As the file's first bytes say: never left to QEMU to find out.
    var format = DiskFormat.qcow2
    /// Whether that is only so once it is unpacked; ``unpacked(in:)`` does it.
    var isCompressed = false
    /// Bytes; of a disk with a file, whatever that has.
    var size: UInt64 = 0
  }

  struct Machine: Sendable, Hashable {
    var architecture = Architecture.host ?? .x86_64
    var firmware = Hardware.Firmware.bios
    var baseline = ProcessorBaseline.oldest
    var cpus = 2
    /// Bytes.
    var memory: UInt64 = 1 << 30
  }

  /// Such as `layer 0123456789ab of web`.
  public let title: String
  /// Those that can be opened, after ``unpacked(in:)``.
  var disks: [Disk]
  /// The file that all disks are packed into; nil where they have files of their own.
  var bundle: String?
  let machine: Machine
  /// Whether there should be a system on the disks; there is none where an install has failed.
  let hasSystem: Bool
  /// All that must not be freed meanwhile; a child before its parent.
  let layers: [LayerKey]
  /// What is known of an image; nil for a layer, and for an image that was not made here.
  public let descriptor: Descriptor?
  /// The build in the store, whose files must not be freed meanwhile; nil for files elsewhere.
  let build: BuildID?
}

extension ImageSource {
  /// What is shown of a layer whose root was made of these inputs, from disks in a folder.
  init(_ title: String, folder: String, root: [Input], hasSystem: Bool = true, layers: [LayerKey]) {
    let values = Dictionary(root.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var machine = Machine()
    machine.architecture = values["os.arch"].flatMap(Architecture.init(rawValue:)) ?? machine.architecture
    machine.firmware =
      values["hardware.firmware"].flatMap(Hardware.Firmware.init(rawValue:)) ?? machine.firmware
    self.title = title
    disks = Self.files(root).map { "\(folder)/\($0)" }.filter(FileSystem.exists).map { Disk(path: $0) }
    self.machine = machine
    self.hasSystem = hasSystem
    self.layers = layers
    descriptor = nil
    build = nil
  }

  /// A build in the store.
  init(_ manifest: ImageManifest, in images: ImageRepository) {
    self.init(
      "image \(manifest.id)", manifest.sealedDescriptor, build: manifest.id, disk: { images.blob($0.digest) })
  }

  /// An image by its descriptor.
  ///
  /// - Parameter disk: where a disk's file is.
  init(_ title: String, _ descriptor: Descriptor, build: BuildID? = nil, disk: (Artifact) -> String) {
    self.title = title
    disks = descriptor.disks.map {
      Disk(
        name: $0.name, path: $0.format.isDisk ? $0.file.map(disk) : nil,
        format: DiskFormat($0.format) ?? .raw,
        isCompressed: $0.format.isDisk && DiskFormat($0.format) == nil, size: $0.virtualSize)
    }
    bundle = descriptor.bundle.map(disk)
    machine = Machine(
      architecture: Architecture(descriptor.os.arch),
      firmware: descriptor.kiln.firmware,
      baseline: Family.of(descriptor.os.distribution).baseline(of: descriptor.os.version),
      cpus: descriptor.cpu, memory: descriptor.memory << 20)
    hasSystem = true
    layers = []
    self.descriptor = descriptor
    self.build = build
  }

  /// Keeps a build's files from being freed as long as what it returns is there; nil for what is no build of the store.
  func use(in store: Store) async throws -> FileLock? {
    guard let build else { return nil }
    guard let use = try await store.images.use(build) else {
      throw BuildError(.changedMeanwhile, "\(build) was freed meanwhile: name a build that is there")
    }
    return use
  }

  /// A disk of which nothing else is known.
  init(disk path: String, format: DiskFormat) {
    title = "disk \(path)"
    disks = [Disk(path: path, format: format)]
    machine = Machine()
    hasSystem = true
    layers = []
    descriptor = nil
    build = nil
  }

  /// A file of which no more is known than that its disks are packed into it.
  init(bundle path: String) {
    title = "image \(path)"
    disks = []
    bundle = path
    machine = Machine()
    hasSystem = true
    layers = []
    descriptor = nil
    build = nil
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
  /// Finds what is to be opened.
  ///
  /// - Parameters:
  ///   - name: any `ImageReference`.
  ///   - prefersLayer: whether a name alone is the last layer of its last build, be it sealed or not; else it is the newest
  ///     image of that name, and a layer only where there is none.
  /// - Throws: ``SourceError`` when there is nothing of that name, or more than one thing; `UnusableImage` for a file that cannot be
  ///   opened safely.
  public func source(_ name: String, prefersLayer: Bool = false) throws -> ImageSource {
    let reference = ImageReference(name)
    if case .path(let path) = reference { return try ImageFinder(path: path).source() }
    if !prefersLayer, let build = try images.build(reference) { return ImageSource(build, in: images) }
    if case .name(let name) = reference, let layer = try layerSource(name) { return layer }
    if let build = try images.build(reference) { return ImageSource(build, in: images) }
    let known = Set(layers.present().compactMap { try? layers.read($0).record.name.recipe }).union(
      history.appliances())
    throw SourceError(
      "there is no layer or image '\(name)'",
      advice: "give a path of an image, the first digits of a layer's key, or one of these: "
        + (known.isEmpty ? "(nothing is built yet)" : known.sorted().joined(separator: ", ")))
  }

  private func layerSource(_ name: String) throws -> ImageSource? {
    guard let key = try lastLayer(of: name) ?? layer(startingWith: name) else { return nil }
    let chain = try layers.chain(of: key)
    return ImageSource(
      "layer \(key.short) of \(chain[0].record.name)", folder: layers.folder(of: key),
      root: chain[chain.count - 1].record.inputs, layers: chain.map(\.record.key))
  }

  /// The failed build that was kept of a recipe.
  public func failedSource(_ recipe: String) throws -> ImageSource {
    guard let failure = layers.keptFailure(of: recipe) else {
      throw SourceError(
        "no failed build of \(recipe) is kept", advice: "build it with 'kiln build \(recipe) --keep-failed'")
    }
    let chain = try failure.parent.map(layers.chain) ?? []
    return ImageSource(
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

/// Finds an image among files, from its descriptor or one of its disks.
private struct ImageFinder {
  let path: String

  func source() throws -> ImageSource {
    guard FileSystem.exists(path) else {
      throw SourceError(
        "there is no image \(path)", advice: "give the path of its descriptor or of one of its disks")
    }
    let file = URL(fileURLWithPath: path).standardizedFileURL
    let folder = file.deletingLastPathComponent().path
    if path.hasSuffix(".json") {
      guard let descriptor = Self.descriptor(path) else {
        throw SourceError("\(path) cannot be read", advice: "it is not the descriptor of an image")
      }
      return try source(descriptor, in: folder)
    }
    let descriptor = FileSystem.entries(of: folder).filter { $0.hasSuffix(".json") }.lazy
      .compactMap { Self.descriptor("\(folder)/\($0)") }
      .compactMap { $0.withFiles(like: file.lastPathComponent) }.first
    if let descriptor { return try source(descriptor, in: folder) }
    if try ImageUnpacking.isWrapped(file.path) { return ImageSource(bundle: file.path) }
    return ImageSource(disk: file.path, format: try ImageProbe.format(ofFile: file.path))
  }

  /// What the descriptor of a stranger calls its files must be beside it, and nothing else.
  private func source(_ descriptor: Descriptor, in folder: String) throws -> ImageSource {
    for file in descriptor.files {
      guard file.path.isFileName else {
        throw UnusableImage(
          name: path, reason: "'\(shownName(file.path))' in its descriptor is no name of a file beside it")
      }
      let place = "\(folder)/\(file.path)"
      let target = URL(fileURLWithPath: place).resolvingSymlinksInPath().deletingLastPathComponent()
      guard target == URL(fileURLWithPath: folder).resolvingSymlinksInPath() else {
        throw UnusableImage(
          name: path, reason: "'\(shownName(file.path))' beside it is a link that leads elsewhere")
      }
    }
    return ImageSource("image \(shownName("\(descriptor.identifier)-\(descriptor.version)"))", descriptor) {
      "\(folder)/\($0.path)"
    }
  }

  private static func descriptor(_ path: String) -> Descriptor? {
    let data = try? PlainFile.contents(
      URL(fileURLWithPath: path).resolvingSymlinksInPath().path, limit: 16 << 20)
    return data.flatMap { $0 }.flatMap { try? decodeJSON(Descriptor.self, from: $0) }
  }
}

extension DiskFormat {
  /// QEMU's format for one of an image; nil for one that must be unpacked first.
  init?(_ format: ImageFormat) {
    switch format {
    case .qcow2: self = .qcow2
    case .raw: self = .raw
    case .vmdk: self = .vmdk
    case .vdi: self = .vdi
    case .vhd: self = .vhd
    case .vhdx: self = .vhdx
    case .rawZstd, .rawXZ, .ova, .ova2, .libvirt, .containerDisk, .incus, .vagrant, .kernel: return nil
    }
  }
}
