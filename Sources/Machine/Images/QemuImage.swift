private import Foundation
import JSON
private import Subprocess

/// Disk images, by means of `qemu-img`, whose own words are in every error.
///
/// Each call throws `SubprocessError`, or `CancellationError`. Images that are written replace what was there.
public struct QemuImage: Sendable {
  private let executable: String
  private let limits: ProgramLimits?

  public init(executable: String = "qemu-img") {
    self.executable = executable
    limits = nil
  }

  /// For images that someone else made: what is in one must not use up the host's memory, time or disk.
  public init(limits: ProgramLimits, executable: String = "qemu-img") {
    self.executable = executable
    self.limits = limits
  }

  /// The same where a file is written.
  ///
  /// - Parameter largest: bytes of any file that is written.
  public init(limitingFilesTo largest: UInt64, executable: String = "qemu-img") {
    self.init(limits: ProgramLimits(fileSize: largest), executable: executable)
  }

  /// Makes an empty qcow2 image.
  ///
  /// - Parameter size: what the guest sees, in bytes.
  public func create(_ path: String, size: UInt64) async throws {
    try await run("create", "-q", "-f", "qcow2", "-o", Self.options, blockPath(path), "\(size)")
  }

  /// Makes a qcow2 image that holds only the difference to another.
  ///
  /// - Parameters:
  ///   - backing: as it is to be recorded: a path relative to the new image's folder, or an absolute one; of a VHD, absolute.
  ///   - size: of both in bytes, where the other is not at that path yet; nil has it looked up.
  public func createOverlay(
    _ path: String, backing: String, backingFormat: DiskFormat = .qcow2, size: UInt64? = nil
  ) async throws {
    try await run(
      [
        "create", "-q", "-f", "qcow2", "-o", Self.options, "-b", Self.recorded(backing, as: backingFormat),
        "-F", backingFormat.rawValue,
      ]
        + (size == nil ? [] : ["-u"]) + [blockPath(path)] + (size.map { ["\($0)"] } ?? []))
  }

  /// Writes an image, with all that it is backed by, to one compressed qcow2 image.
  ///
  /// The same content gives the same bytes: clusters are written in order, so never with qemu-img's `-W`.
  ///
  /// - Parameters:
  ///   - compression: `zstd` or `zlib`, which every reader of qcow2 knows.
  ///   - compat: of QEMU, `1.1` or, for readers of before 2012, `0.10`, which has `zlib` alone.
  public func flatten(
    _ source: String, format: DiskFormat = .qcow2, to destination: String, compression: String = "zstd",
    compat: String = "1.1"
  ) async throws {
    // Images of before version 3 have no other compression, and no word for it.
    let type = compat == "0.10" ? "" : ",compression_type=\(compression)"
    try await run(
      [
        "convert", "-q", "-O", "qcow2", "-c", "-o",
        Self.options.replacing("compat=1.1", with: "compat=\(compat)") + type,
      ]
        + Self.opened(source, as: format) + [blockPath(destination)])
  }

  /// Writes an image, with all that it is backed by, in a format for other programs.
  ///
  /// - Parameters:
  ///   - format: what the source is.
  ///   - size: what the guest is to see, in bytes, where that is more than the image has; nil leaves it.
  ///   - identity: takes the place of what would be random.
  ///   - scratch: a folder for what is needed meanwhile.
  public func export(
    _ source: String, format: DiskFormat, to destination: String, as target: DiskFormat, size: UInt64? = nil,
    identity: ImageIdentity, scratch: String
  ) async throws {
    var (source, format) = (source, format)
    if let size {
      let larger = "\(scratch)/larger-\(URL(fileURLWithPath: destination).lastPathComponent).qcow2"
      try await createOverlay(larger, backing: source, backingFormat: format, size: size)
      (source, format) = (larger, .qcow2)
    }
    let options = Self.exportOptions(target).map { ["-o", $0] } ?? []
    try await run(
      ["convert", "-q", "-O", target.rawValue] + options + Self.opened(source, as: format)
        + [blockPath(destination)])
    if size != nil { try? FileManager.default.removeItem(atPath: source) }
    try identity.settle(destination, format: target)
  }

  private static func exportOptions(_ target: DiskFormat) -> String? {
    switch target {
    case .qcow2: options
    case .raw: nil
    // What ESXi takes for systems of today.
    case .vmdk: "subformat=streamOptimized,adapter_type=lsilogic"
    case .vdi: "static=off"
    // Else QEMU rounds the size to a geometry of cylinders.
    case .vhd: "subformat=fixed,force_size=on"
    case .vhdx: "subformat=dynamic,block_size=\(32 << 20)"
    }
  }

  /// Writes an image to a qcow2 image that can be worked on.
  ///
  /// - Parameter format: what the source is; never looked for, since a raw disk's content could pass for another format.
  public func convert(_ source: String, format: DiskFormat, to destination: String) async throws {
    try await run(
      ["convert", "-q", "-O", "qcow2", "-o", Self.options] + Self.opened(source, as: format)
        + [blockPath(destination)])
  }

  /// Makes a qcow2 image larger.
  ///
  /// - Parameter size: what the guest then sees, in bytes.
  public func grow(_ path: String, to size: UInt64) async throws {
    try await run("resize", "-q", "-f", "qcow2", blockPath(path), "\(size)")
  }

  /// What an image's header says.
  ///
  /// - Parameter format: nil has it found by looking, which is only for images that Kiln itself made.
  public func info(_ path: String, format: DiskFormat? = nil) async throws -> ImageInfo {
    let image = format.map { Self.opened(path, as: $0) } ?? [blockPath(path)]
    return try decode(try await run(["info", "--output=json"] + image).stdout)
  }

  /// The arguments that open an image as a format and nothing else.
  static func opened(_ path: String, as format: DiskFormat) -> [String] {
    guard format == .vhd else { return ["-f", format.rawValue, blockPath(path)] }
    let options = QEMUOption(
      nil,
      [("driver", format.rawValue), wholeVHD, ("file.driver", "file"), ("file.filename", path)])
    return ["--image-opts", options.text]
  }

  /// What an overlay's header has of the image that it stands on; qemu(1), "json:".
  private static func recorded(_ path: String, as format: DiskFormat) -> String {
    guard format == .vhd else { return blockPath(path) }
    let options: [String: JSONValue] = [
      "driver": .string(format.rawValue), wholeVHD.key: .string(wholeVHD.value),
      "file": .object(["driver": .string("file"), "filename": .string(path)]),
    ]
    return "json:" + JSONValue.object(options).canonical
  }

  /// Some makers' VHDs have a geometry that is smaller than the disk; QEMU would cut the disk down to it.
  private static let wholeVHD = (key: "force_size_calc", value: "current_size")

  /// Whether a qcow2 image, with all that it is backed by, holds nothing but zeros that take no room.
  public func isBlank(_ path: String) async throws -> Bool {
    let outcome = try await run("map", "--output=json", "-f", "qcow2", blockPath(path))
    let extents: [ImageExtent] = try decode(outcome.stdout)
    return !extents.contains(where: \.data)
  }

  /// Looks through a qcow2 image's tables for damage.
  public func check(_ path: String) async throws -> ImageCheck {
    let command = command(["check", "--output=json", "-f", "qcow2", blockPath(path)])
    let outcome = try await Subprocess.run(command, limits: Limits(deadline: limits?.deadline))
    // 2 is damage, 3 is space lost; qemu-img(1), "check".
    guard [.exited(0), .exited(2), .exited(3)].contains(outcome.status) else {
      throw SubprocessError.failed(
        command: command.description, status: outcome.status, lastLines: outcome.lastLines())
    }
    return try decode(outcome.stdout)
  }

  /// What qemu-img's own defaults are today, so that another release makes the same images.
  private static let options = "compat=1.1,cluster_size=65536,lazy_refcounts=off,refcount_bits=16"

  @discardableResult
  private func run(_ arguments: String...) async throws -> ProcessResult { try await run(arguments) }

  @discardableResult
  private func run(_ arguments: [String]) async throws -> ProcessResult {
    try await checked(command(arguments), limits: Limits(deadline: limits?.deadline))
  }

  private func command(_ arguments: [String]) -> Command {
    let words = (limits?.words ?? []) + [executable] + arguments
    return Command(words[0], Array(words.dropFirst()))
  }

  private func decode<Value: Decodable>(_ output: Data) throws -> Value {
    do {
      return try decodeJSON(Value.self, from: output)
    } catch {
      throw MachineError.unexpectedOutput(program: executable, text: String(text(output).prefix(200)))
    }
  }
}

/// What a program may use that reads what others made; prlimit(1).
public struct ProgramLimits: Hashable, Sendable {
  /// Bytes.
  public var addressSpace: UInt64 = 2 << 30
  /// Bytes of any file that it writes.
  public var fileSize: UInt64
  /// Seconds of a processor; nil for as long as it takes, as a conversion does.
  public var processorSeconds: Int?
  /// How long it may take; nil as well.
  public var deadline: Duration?

  public init(fileSize: UInt64, processorSeconds: Int? = nil, deadline: Duration? = nil) {
    self.fileSize = fileSize
    self.processorSeconds = processorSeconds
    self.deadline = deadline
  }

  /// For who looks at an image's headers and tables alone.
  public static let foreign = ProgramLimits(fileSize: 1 << 20, processorSeconds: 120, deadline: .seconds(600))

  /// Before the command.
  var words: [String] {
    ["prlimit", "--as=\(addressSpace)", "--fsize=\(fileSize)", "--core=0"]
      + (processorSeconds.map { ["--cpu=\($0)"] } ?? []) + ["--"]
  }
}

/// What `qemu-img info` says of an image; QEMU, docs/interop/qemu-qmp-ref, "ImageInfo".
public struct ImageInfo: Hashable, Sendable, Decodable {
  /// `qcow2`, `raw`, or another of QEMU's.
  public let format: String
  /// What the guest sees, in bytes.
  public let virtualSize: UInt64
  /// What the file takes on the host, in bytes.
  public let actualSize: UInt64
  /// As recorded in the image; nil when it stands alone.
  public let backing: String?
  public let backingFormat: String?
  private let specific: Specific?

  /// Whether its data are in another file.
  var hasDataFile: Bool { specific?.data?.dataFile != nil }

  /// "ImageInfoSpecific", as far as it matters.
  private struct Specific: Hashable, Sendable, Decodable {
    let data: Data?

    struct Data: Hashable, Sendable, Decodable {
      let dataFile: String?

      private enum CodingKeys: String, CodingKey { case dataFile = "data-file" }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case format
    case specific = "format-specific"
    case virtualSize = "virtual-size"
    case actualSize = "actual-size"
    case backing = "backing-filename"
    case backingFormat = "backing-filename-format"
  }
}

/// A stretch of an image, of `qemu-img map`'s list; QEMU, docs/interop/qemu-qmp-ref, "MapEntry".
private struct ImageExtent: Decodable {
  /// Whether there are bytes in a file; else it reads as zeros.
  let data: Bool
}

/// What `qemu-img check` found; QEMU, docs/interop/qemu-qmp-ref, "ImageCheck".
public struct ImageCheck: Hashable, Sendable, Decodable {
  /// Places that are wrong: the image must not be used.
  public let corruptions: Int
  /// Clusters that are taken but not used: they only cost space.
  public let leaks: Int

  public var isSound: Bool { corruptions == 0 }

  public init(corruptions: Int, leaks: Int) {
    self.corruptions = corruptions
    self.leaks = leaks
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // qemu-img leaves out what is zero, but never this one.
    _ = try container.decode(Int.self, forKey: .errors)
    corruptions = try container.decodeIfPresent(Int.self, forKey: .corruptions) ?? 0
    leaks = try container.decodeIfPresent(Int.self, forKey: .leaks) ?? 0
  }

  private enum CodingKeys: String, CodingKey {
    case errors = "check-errors"
    case corruptions
    case leaks
  }
}
