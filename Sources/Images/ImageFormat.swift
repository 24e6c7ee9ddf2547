/// How an image's disks are laid out in files.
public enum ImageFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// QEMU's own (docs/interop/qcow2.txt), compressed.
  case qcow2

  /// Of a file's name, with its dot.
  public var fileEnding: String { ".\(rawValue)" }
}
