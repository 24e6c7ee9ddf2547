import Digests
import Foundation
import JSON

/// The documents of an OCI image whose only layer holds disks; OCI Image Format Specification 1.0, "Image Layout", "Image Manifest",
/// "Image Configuration". KubeVirt's user guide, "containerDisk", says how a disk must lie in it.
public struct ContainerDisk: Sendable {
  /// The folder of the layer that the disks are in.
  public static let folder = "disk"
  /// QEMU's user and group in KubeVirt's containers.
  public static let owner: Int64 = 107

  /// A file of the layout, named by its digest.
  public struct Blob: Hashable, Sendable {
    public var bytes: Data
    public var digest: String

    init(_ value: JSONValue) {
      bytes = Data(value.canonical.utf8)
      digest = sha256([UInt8](bytes))
    }

    public var path: String { ContainerDisk.path(ofBlob: digest) }
  }

  public let configuration: Blob
  public let manifest: Blob
  /// `index.json`.
  public let index: Data

  /// `oci-layout`.
  public static let layout = Data(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)

  /// - Parameters:
  ///   - layer: SHA-256 of the layer's tar, which is not compressed: disks are.
  ///   - size: its bytes.
  public init(_ image: Descriptor, layer: String, size: UInt64) {
    let configuration = Blob(
      .object([
        "architecture": .string(image.os.arch == .x86_64 ? "amd64" : "arm64"), "os": .string("linux"),
        "config": .object(["User": .string("\(Self.owner)")]),
        "rootfs": .object([
          "type": .string("layers"), "diff_ids": .array([.string("sha256:\(layer)")]),
        ]),
      ]))
    var annotations: [String: JSONValue] = [
      "org.opencontainers.image.title": .string(image.title),
      "org.opencontainers.image.version": .string(image.version),
    ]
    if !image.description.isEmpty {
      annotations["org.opencontainers.image.description"] = .string(image.description)
    }
    let manifest = Blob(
      .object([
        "schemaVersion": .integer(2), "mediaType": .string(Self.type("manifest.v1+json")),
        "config": Self.descriptor(
          "config.v1+json", configuration.digest, UInt64(configuration.bytes.count)),
        "layers": .array([Self.descriptor("layer.v1.tar", layer, size)]),
        "annotations": .object(annotations),
      ]))
    let reference = JSONValue.object([
      "org.opencontainers.image.ref.name": .string(image.version.isEmpty ? "latest" : image.version)
    ])
    index = Data(
      JSONValue.object([
        "schemaVersion": .integer(2), "mediaType": .string(Self.type("index.v1+json")),
        "manifests": .array([
          Self.descriptor(
            "manifest.v1+json", manifest.digest, UInt64(manifest.bytes.count), ["annotations": reference])
        ]),
      ]).canonical.utf8)
    self.configuration = configuration
    self.manifest = manifest
  }

  /// Where a blob is in the layout.
  public static func path(ofBlob digest: String) -> String { "blobs/sha256/\(digest)" }

  private static func type(_ name: String) -> String { "application/vnd.oci.image.\(name)" }

  private static func descriptor(
    _ name: String, _ digest: String, _ size: UInt64, _ more: [String: JSONValue] = [:]
  ) -> JSONValue {
    let members: [String: JSONValue] = [
      "mediaType": .string(type(name)), "digest": .string("sha256:\(digest)"),
      "size": .integer(Int64(clamping: size)),
    ]
    return .object(members.merging(more) { first, _ in first })
  }
}
