private import Foundation
import JSON

/// Finds the UEFI firmware of this host, by the descriptors that its packages install.
///
/// As QEMU's docs/interop/firmware.json has it: descriptors go by their file names, one in an earlier folder hides one of
/// the same name in a later folder, and an empty file hides without replacing.
public struct FirmwareSearch: Sendable {
  private let folders: [String]

  /// - Parameter folders: where descriptors are, those that take precedence first.
  public init(folders: [String] = ["/etc/qemu/firmware", "/usr/share/qemu/firmware"]) {
    self.folders = folders
  }

  /// The first pair of code and matching variables without Secure Boot.
  ///
  /// - Throws: `MachineError.noFirmware`, with what there is and why it does not serve.
  public func uefi(for architecture: Architecture) throws(MachineError) -> UEFIFirmware {
    var objections: [String] = []
    for path in descriptors() {
      switch examine(path, for: architecture) {
      case .success(let pair): return pair
      case .failure(let objection): objections.append("\(path): \(objection.text)")
      }
    }
    throw .noFirmware(
      package: architecture.firmwarePackage, architecture: architecture, folders: folders, found: objections)
  }

  /// Paths of those that are neither hidden nor empty, by name.
  private func descriptors() -> [String] {
    var paths: [String: String] = [:]
    for folder in folders {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where name.hasSuffix(".json") && paths[name] == nil {
        paths[name] = "\(folder)/\(name)"
      }
    }
    return paths.sorted { $0.key < $1.key }.map(\.value).filter { path in
      (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) != 0
    }
  }

  private struct Objection: Error { let text: String }

  private func examine(_ path: String, for architecture: Architecture) -> Result<UEFIFirmware, Objection> {
    guard let data = FileManager.default.contents(atPath: path) else {
      return .failure(Objection(text: "cannot be read"))
    }
    guard let descriptor = try? decodeJSON(FirmwareDescriptor.self, from: data) else {
      return .failure(Objection(text: "not a firmware descriptor"))
    }
    if let text = descriptor.objection(for: architecture) { return .failure(Objection(text: text)) }
    guard let pair = descriptor.pair else {
      return .failure(Objection(text: "no pair of raw or qcow2 files"))
    }
    for file in [pair.code.path, pair.variables.path] where !FileManager.default.isReadableFile(atPath: file)
    {
      return .failure(Objection(text: "\(file) cannot be read"))
    }
    return .success(pair)
  }
}
