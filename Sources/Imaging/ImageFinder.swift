import Families
import Files
import Foundation
import Images
import JSON
import Machine
import Planning

/// Finds the disks and the machine of an image, from its descriptor or one of its disks.
struct ImageFinder {
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
