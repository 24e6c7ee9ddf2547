/// What an image should not hold, in a word that recipes and programs use.
public enum ResidueKind: String, Hashable, Sendable, Codable, CaseIterable {
  case privateKey = "private-key"
  /// A password that somebody could log in with, or its hash.
  case passwordHash = "password-hash"
  /// Something that a service on the network takes for its user.
  case token
  /// The value of a secret that the build was given.
  case buildSecret = "build-secret"
  /// What an installer was told.
  case answerFile = "answer-file"
  case installerLog = "installer-log"
  /// An address of the network that images are built in.
  case buildAddress = "build-address"
  /// An archive or a proxy that only the build could reach.
  case buildMirror = "build-mirror"
  case shellHistory = "shell-history"
  /// A package that was not installed to its end.
  case halfConfigured = "half-configured"
  /// Name resolution that cannot work.
  case resolver
  case machineID = "machine-id"
  /// Anything else that each machine must have of its own.
  case identity
}

/// What a recipe says may stay in its image though it looks like a residue.
public struct ResidueAllowance: Hashable, Sendable, Codable {
  /// A pattern as a shell's, of absolute paths; one that ends in `/**` means all below a folder, and ``freeSpace`` what no file uses.
  public var path: String
  /// nil: whatever it is.
  public var kind: ResidueKind?
  /// Why; it is in the image's record.
  public var reason: String

  /// Stands in the place of a path for what is in no file.
  public static let freeSpace = "free-space"

  public init(path: String, kind: ResidueKind? = nil, reason: String) {
    self.path = path
    self.kind = kind
    self.reason = reason
  }
}
