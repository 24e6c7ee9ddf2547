extension ApplianceReader {
  /// A secret's file need not be there until an image is built; what is there must be a file.
  func fault(ofSecret path: String, _ written: String) -> String? {
    guard let status = try? HostFile.status(path) else { return nil }
    switch status.kind {
    case .file where status.size <= SourceReader.Limit.text.bytes: return nil
    case .file: return "'\(written)' has \(ByteSize.text(UInt64(status.size))), and a secret may have 1 MiB"
    case .folder: return "'\(written)' is a folder, where the file of a secret is needed"
    case .other: return "'\(written)' is not a regular file: reading it might never end"
    }
  }
}
