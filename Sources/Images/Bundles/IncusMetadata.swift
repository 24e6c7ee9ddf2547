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
      // The boot loader need not be signed: without this, the machine would not get beyond its firmware, and not say why.
      ("requirements.secureboot", "false"), ("version", image.version),
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
