private import Foundation

/// What a firmware package says of one of its images; QEMU, docs/interop/firmware.json. What we do not need is left out.
struct FirmwareDescriptor: Decodable {
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
  /// Features that no image may need: a guest's boot loader need not be signed, and QEMU here has no SMM.
  private static let unwanted = ["secure-boot", "enrolled-keys", "requires-smm"]

  /// Why it is nothing for us, in words that follow the descriptor's name; nil when it fits.
  func objection(for architecture: Architecture) -> String? {
    guard interfaceTypes.contains("uefi") else { return "not UEFI" }
    let own = targets.filter { $0.architecture == architecture.rawValue }
    guard !own.isEmpty else {
      return "for \(Set(targets.map(\.architecture)).sorted().joined(separator: ", "))"
    }
    let patterns = own.flatMap(\.machines)
    guard patterns.contains(where: { fnmatch($0, architecture.machineFamily, 0) == 0 }) else {
      return "for the machines \(patterns.joined(separator: ", "))"
    }
    let features = features.filter(Self.unwanted.contains)
    guard features.isEmpty else { return "it has \(features.joined(separator: ", "))" }
    guard mapping.device == "flash", mapping.mode ?? "split" == "split" else {
      return "not a pair of code and variables"
    }
    return nil
  }

  /// The pair that a `flash` mapping in `split` mode consists of; nil when one of them, or its format, is unknown.
  var pair: UEFIFirmware? {
    guard let code = mapping.executable?.flash, let variables = mapping.template?.flash else { return nil }
    return UEFIFirmware(code: code, variables: variables)
  }
}

extension FirmwareDescriptor.File {
  fileprivate var flash: UEFIFirmware.Flash? {
    let formats: [DiskFormat] = [.raw, .qcow2]
    return formats.first { $0.rawValue == format }.map { UEFIFirmware.Flash(path: filename, format: $0) }
  }
}
