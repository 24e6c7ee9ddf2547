private import Foundation
private import Subprocess
private import Text

/// A disk image that somebody else made, looked at closely enough that other programs may open it.
///
/// The one way to open such images: its format is told from its first bytes and given to every program from then on; whatever names
/// other files is refused before any program has opened it; then qemu-img looks at its tables, held to limits.
public struct ForeignDisk: Hashable, Sendable {
  public let path: String
  public let format: DiskFormat
  /// Bytes that a guest sees.
  public let virtualSize: UInt64

  /// Bytes of a disk; the most that a VHDX can have.
  public static let largest: UInt64 = 64 << 40

  /// - Parameters:
  ///   - expected: what a descriptor says that it is; nil where nothing does.
  ///   - name: what it is called in errors; nil for its path.
  ///   - largest: bytes of a disk that is taken.
  /// - Throws: `UnusableImage`, `FileError`, `CancellationError`; `SubprocessError` where there is no qemu-img.
  public static func examine(
    _ path: String, as expected: DiskFormat? = nil, name: String? = nil, largest: UInt64 = Self.largest
  ) async throws -> ForeignDisk {
    let name = name ?? path
    let format = try ImageProbe.format(ofFile: path, name: name)
    if let expected, format != expected {
      throw UnusableImage(
        name: name, reason: "it is \(format.name), and its descriptor says \(expected.name)")
    }
    let qemu = QemuImage(limits: .foreign)
    let info = try await withinLimits(name) { try await qemu.info(path, format: format) }
    guard info.backing == nil else {
      throw UnusableImage(name: name, reason: "it has a backing file: flatten it with qemu-img convert")
    }
    guard !info.hasDataFile else {
      throw UnusableImage(
        name: name, reason: "its data are in another file: flatten it with qemu-img convert")
    }
    guard info.virtualSize <= largest else {
      throw UnusableImage(name: name, reason: ImageProbe.tooLarge(info.virtualSize, most: largest))
    }
    if format == .qcow2 {
      let check = try await withinLimits(name) { try await qemu.check(path) }
      guard check.isSound else {
        throw UnusableImage(
          name: name,
          reason:
            "its tables are damaged in \(check.corruptions) places, as qemu-img check says: they may share clusters"
        )
      }
    }
    return ForeignDisk(path: path, format: format, virtualSize: info.virtualSize)
  }

  /// qemu-img's own refusal, or its end at a limit, is the image's fault.
  private static func withinLimits<Value>(_ name: String, _ body: () async throws -> Value) async throws
    -> Value
  {
    do {
      return try await body()
    } catch SubprocessError.failed(_, let status, let lines) {
      let said = lines.last.map { ": " + shownName($0) } ?? ""
      let isEnded = if case .exited = status { false } else { true }
      throw UnusableImage(
        name: name,
        reason: isEnded
          ? "to look at it takes more than qemu-img is allowed\(said)" : "qemu-img cannot read it\(said)")
    } catch SubprocessError.deadlinePassed {
      throw UnusableImage(name: name, reason: "to look at it takes longer than qemu-img is allowed")
    } catch is MachineError {
      throw UnusableImage(name: name, reason: "qemu-img says nothing of it that can be understood")
    }
  }
}
