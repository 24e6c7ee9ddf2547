import Foundation
import JSON

/// What LXD and Incus read beside a virtual machine's disk; Incus' documentation, "Image format", "metadata.yaml".
public struct IncusMetadata: Sendable {
  private let image: Descriptor

  public init(_ image: Descriptor) { self.image = image }

  /// `metadata.yaml`; each value is quoted as in JSON, which YAML reads alike.
  public var text: String {
    let properties = [
      ("architecture", image.os.arch.rawValue), ("description", image.title), ("name", image.identifier),
      ("os", image.os.distribution), ("release", image.os.version),
      // Where the boot loader is not signed, the machine would not get beyond its firmware without this, and not say why.
      ("requirements.secureboot", image.kiln.firmware == .uefiSecure ? "true" : "false"),
      ("version", image.version),
    ]
    return """
      architecture: \(Self.quoted(image.os.arch.rawValue))
      creation_date: \(Int(image.kiln.built.timeIntervalSince1970))
      properties:
      \(properties.map { "  \($0): \(Self.quoted($1))" }.joined(separator: "\n"))
      templates: {}

      """
  }

  private static func quoted(_ text: String) -> String { OrderedJSON.text(text).rendered() }
}
