/// What OVAs are signed with at a site.
public struct OVASigning: Hashable, Sendable, Codable {
  /// The key's own, then those that it is issued by.
  public var certificate: Certificate
  /// The path of a PEM file with the private key, which has no passphrase.
  public var key: String

  public init(certificate: Certificate, key: String) {
    self.certificate = certificate
    self.key = key
  }
}
