/// Why a digest could not be computed.
public enum DigestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file could not be read; `reason` is the system's own text.
  case unreadable(path: String, reason: String)
  /// libcrypto refused; `reason` is its own text.
  case library(operation: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .library(let operation, let reason): "libcrypto: \(operation): \(reason)"
    }
  }
}
