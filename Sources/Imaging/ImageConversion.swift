import Digests
import Failures
import Files
import Foundation
import Images
import Machine
import Recipes
import Storage

/// Writes something built, or an image that others made, in other formats.
public struct ImageConversion: Sendable {
  private let store: Store
  /// Where the files go.
  private let output: String
  /// Whether files of those names with other content are replaced.
  private let replaces: Bool
  /// Signs OVAs; nil leaves them without a signature.
  private let signer: OVASigner?

  /// One file that is now there.
  public struct File: Hashable, Sendable {
    public var artifact: Artifact
    /// Whether it was there before, with the same content.
    public var isUnchanged: Bool
  }

  public init(store: Store, output: String, replaces: Bool = false, signer: OVASigner? = nil) {
    self.store = store
    self.signer = signer
    self.output = output
    self.replaces = replaces
  }

  /// As many formats at once as there are processors. Each comes as a whole; one that fails keeps no other from being made.
  ///
  /// - Parameter source: what `Store.source(_:)` has found.
  /// - Returns: the files, by the order of the formats.
  /// - Throws: why the first format that failed did; `UnusableImage` for an image that cannot be opened safely.
  public func run(_ source: ImageSource, as formats: [ImageFormat]) async throws -> [File] {
    for layer in source.layers where try await !store.layers.use(layer) {
      throw BuildError(.changedMeanwhile, "layer \(layer.short) is gone: build it again")
    }
    let use = try await source.use(in: store)
    defer { withExtendedLifetime(use) {} }
    let stem = try source.stem(in: store)
    try OutputFolder(path: output, store: store).prepare()
    let unpacked = try DraftFolder(in: output)
    defer { withExtendedLifetime(unpacked) {} }
    let image = try await SealedImage(try await source.unpacked(in: unpacked.path), stem: stem)
    let results = await withTaskGroup(of: (Int, Result<[File], any Error>).self) { group in
      var results: [Int: Result<[File], any Error>] = [:]
      var waiting = formats.enumerated().makeIterator()
      func begin() {
        guard let (index, format) = waiting.next() else { return }
        group.addTask { (index, await result(of: format, image)) }
      }
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { begin() }
      while let (index, result) = await group.next() {
        results[index] = result
        begin()
      }
      return results
    }
    try Task.checkCancellation()
    return try formats.indices.flatMap { try results[$0]?.get() ?? [] }
  }

  private func result(of format: ImageFormat, _ image: SealedImage) async -> Result<[File], any Error> {
    do {
      let drafts = try DraftFolder(in: output)
      defer { withExtendedLifetime(drafts) {} }
      let files = try await FormatFiles(
        format: format, folder: drafts.path, tools: FormatTools(signer: signer)
      ).make(of: image)
      return .success(try await commit(files))
    } catch {
      return .failure(error)
    }
  }

  /// None of a format's files gets its name unless all may.
  private func commit(_ files: [ImageRepository.File]) async throws -> [File] {
    let present = try await onThread {
      try files.filter { FileSystem.isTaken(place(of: $0)) }.map { file in
        guard try sha256(file: place(of: file)) != file.artifact.digest else { return file.artifact.path }
        guard replaces else {
          throw SourceError("\(place(of: file)) is there with other content", advice: "--force replaces it")
        }
        return ""
      }
    }
    let done = files.map { File(artifact: $0.artifact, isUnchanged: present.contains($0.artifact.path)) }
    for (file, outcome) in zip(files, done) where !outcome.isUnchanged {
      try FileSystem.commit(file.path, to: place(of: file))
    }
    try await Checksums.record(
      Dictionary(files.map { ($0.artifact.path, $0.artifact.digest) }, uniquingKeysWith: { $1 }),
      at: "\(output)/SHA256SUMS")
    return done
  }

  private func place(of file: ImageRepository.File) -> String { "\(output)/\(file.artifact.path)" }
}

extension SealedImage {
  /// What was found of an image, as what formats are made from.
  init(_ source: ImageSource, stem: String) async throws {
    if let build = source.build, let descriptor = source.descriptor {
      self.init(
        descriptor: descriptor, stem: "\(build.name)-\(build.version)",
        disks: zip(descriptor.disks, source.disks).map {
          Disk(described: $0, path: $1.path, format: $1.format)
        })
      return
    }
    var disks: [Disk] = []
    for (index, disk) in source.disks.enumerated() {
      disks.append(try await Self.disk(disk, of: source, at: index))
    }
    let descriptor =
      source.descriptor ?? Descriptor(standingFor: stem, source.machine, disks: disks.map(\.described))
    self.init(descriptor: descriptor, stem: stem, disks: disks)
    origin = source.layers.isEmpty ? .foreign : .layer
  }

  private static func disk(_ disk: ImageSource.Disk, of source: ImageSource, at index: Int) async throws
    -> Disk
  {
    let known = source.descriptor?.disks[index]
    let isSystem = known.map { $0.type == .os } ?? (index == source.systemIndex)
    var described = Descriptor.Disk(
      name: known?.name ?? disk.layerName ?? (isSystem ? "system" : "disk-\(index)"),
      type: isSystem ? .os : .data,
      role: known?.role ?? (isSystem ? .system : .data), index: index, virtualSize: disk.size)
    guard let path = disk.path else { return Disk(described: described, path: nil) }
    let isForeign = source.layers.isEmpty
    if isForeign {
      described.virtualSize = try await ForeignDisk.examine(path, as: disk.format).virtualSize
    } else {
      described.virtualSize = try await QemuImage().info(path, format: disk.format).virtualSize
    }
    // Identities follow from it.
    let digest = isForeign ? try await onThread { try sha256(file: path) } : sha256(Array(path.utf8))
    described.file = Artifact(
      kind: .disk, format: .qcow2, digest: digest, size: FileSystem.size(of: path) ?? 0,
      path: URL(fileURLWithPath: path).lastPathComponent)
    return Disk(described: described, path: path, format: disk.format)
  }
}

extension ImageSource {
  /// What files made of it are called, before their endings.
  fileprivate func stem(in store: Store) throws -> String {
    if let descriptor {
      let stem = "\(descriptor.identifier)-\(descriptor.version)"
      guard stem.isFileName else {
        throw SourceError("'\(stem)' cannot be the name of a file", advice: "name a disk of it")
      }
      return stem
    }
    if let layer = layers.first {
      return "\(try store.layers.read(layer).record.name.recipe)-\(layer.short)"
    }
    let name = (bundle ?? disks.first?.path).map { URL(fileURLWithPath: $0).lastPathComponent } ?? "image"
    let endings = [
      ".libvirt.tar", ".containerdisk.tar", ".ova", ".box", ".raw.zst", ".raw.xz", ".qcow2", ".raw", ".img",
      ".vmdk",
      ".vdi", ".vhdx", ".vhd",
    ]
    let ending = endings.first(where: name.hasSuffix) ?? ""
    let stem = String(name.dropLast(ending.count))
    return stem.isFileName && !stem.contains(where: \.isNewline) ? stem : "image"
  }

  /// The disk that the system is on, among those of a layer or a file.
  fileprivate var systemIndex: Int {
    disks.firstIndex { $0.path?.hasSuffix("/\(StoredLayer.systemDisk)") == true } ?? 0
  }
}

extension ImageSource.Disk {
  /// As a layer's file says; nil for another.
  fileprivate var layerName: String? {
    guard let name = path.map({ URL(fileURLWithPath: $0).lastPathComponent }), name.hasPrefix("disk-"),
      name.hasSuffix(".qcow2")
    else { return nil }
    return String(name.dropFirst(5).dropLast(6))
  }
}

extension Descriptor {
  /// Of an image of which there is none.
  fileprivate init(standingFor stem: String, _ machine: ImageSource.Machine, disks: [Disk]) {
    let none = Tools(kiln: "", qemu: "", libguestfs: "")
    self.init(
      title: stem, description: "", identifier: stem, version: "", groups: [],
      os: System(
        distribution: "unknown", version: "", arch: .init(rawValue: machine.architecture.rawValue) ?? .x86_64),
      cpu: machine.cpus, memory: machine.memory >> 20, disks: disks, attributes: [:],
      kiln: Provenance(
        key: LayerKey(hex: String(repeating: "0", count: 64)), chain: [],
        built: Date(timeIntervalSince1970: 0),
        tools: none, answers: "", firmware: machine.firmware, packages: 0))
  }
}
