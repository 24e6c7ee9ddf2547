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

  /// The first pair of code and matching variables.
  ///
  /// - Parameter isSecure: whether with Secure Boot, and with the keys enrolled that it needs to have an effect; else without either.
  /// - Throws: `MachineError.noFirmware`, with what there is and why it does not serve.
  public func uefi(
    for architecture: Architecture, isSecure: Bool = false
  ) throws(MachineError) -> UEFIFirmware {
    var objections: [String] = []
    for path in descriptors() {
      switch examine(path, for: architecture, isSecure: isSecure) {
      case .success(let pair): return pair
      case .failure(let objection): objections.append("\(path): \(objection.text)")
      }
    }
    throw .noFirmware(
      package: architecture.firmwarePackage, architecture: architecture, isSecure: isSecure, folders: folders,
      found: objections)
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

  private func examine(
    _ path: String, for architecture: Architecture, isSecure: Bool
  ) -> Result<UEFIFirmware, Objection> {
    guard let data = FileManager.default.contents(atPath: path) else {
      return .failure(Objection(text: "cannot be read"))
    }
    guard let descriptor = try? decodeJSON(FirmwareDescriptor.self, from: data) else {
      return .failure(Objection(text: "not a firmware descriptor"))
    }
    if let text = descriptor.objection(for: architecture, isSecure: isSecure) {
      return .failure(Objection(text: text))
    }
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

/// What a firmware package says of one of its images; QEMU, docs/interop/firmware.json. What we do not need is left out.
private struct FirmwareDescriptor: Decodable {
  let interfaceTypes: [String]
  let mapping: Mapping
  let targets: [Target]
  let features: [String]

  private enum CodingKeys: String, CodingKey {
    case mapping, targets, features
    case interfaceTypes = "interface-types"
  }

  struct Target: Decodable {
    let architecture: String
    /// Shell patterns of machine names with their version, such as `pc-q35-*`.
    let machines: [String]
  }

  /// How it gets into the guest's memory; executable and template only for `flash`.
  struct Mapping: Decodable {
    let device: String
    let mode: String?
    let executable: File?
    let template: File?

    private enum CodingKeys: String, CodingKey {
      case device, mode, executable
      case template = "nvram-template"
    }
  }

  struct File: Decodable {
    let filename: String
    let format: String
  }
}

extension FirmwareDescriptor {
  /// Features that Secure Boot needs, and that no other image may meet: its boot loader need not be signed.
  private static let secure = ["secure-boot", "enrolled-keys"]
  private static let guarded = "requires-smm"

  /// Why it is nothing for us, in words that follow the descriptor's name; nil when it fits.
  func objection(for architecture: Architecture, isSecure: Bool) -> String? {
    guard interfaceTypes.contains("uefi") else { return "not UEFI" }
    let own = targets.filter { $0.architecture == architecture.rawValue }
    guard !own.isEmpty else {
      return "for \(Set(targets.map(\.architecture)).sorted().joined(separator: ", "))"
    }
    let patterns = own.flatMap(\.machines)
    guard patterns.contains(where: { fnmatch($0, architecture.machineFamily, 0) == 0 }) else {
      return "for the machines \(patterns.joined(separator: ", "))"
    }
    if isSecure {
      let missing = Self.secure.filter { !features.contains($0) }
      guard missing.isEmpty else { return "without \(missing.joined(separator: ", "))" }
    } else {
      let unwanted = features.filter((Self.secure + [Self.guarded]).contains)
      guard unwanted.isEmpty else { return "it has \(unwanted.joined(separator: ", "))" }
    }
    guard mapping.device == "flash", mapping.mode ?? "split" == "split" else {
      return "not a pair of code and variables"
    }
    return nil
  }

  /// The pair that a `flash` mapping in `split` mode consists of; nil when one of them, or its format, is unknown.
  var pair: UEFIFirmware? {
    guard let code = mapping.executable?.flash, let variables = mapping.template?.flash else { return nil }
    return UEFIFirmware(code: code, variables: variables, requiresSMM: features.contains(Self.guarded))
  }
}

extension FirmwareDescriptor.File {
  fileprivate var flash: UEFIFirmware.Flash? {
    let formats: [DiskFormat] = [.raw, .qcow2]
    return formats.first { $0.rawValue == format }.map { UEFIFirmware.Flash(path: filename, format: $0) }
  }
}
