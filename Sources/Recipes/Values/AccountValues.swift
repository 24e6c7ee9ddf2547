/// The name of a user or a group (useradd(8), CAVEATS).
public struct AccountName: FormedText {
  public static let form = Form("a user's name", "^[a-z_][a-z0-9_-]{0,31}$", example: "ann")
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// A user's name for people. passwd(5): colons part the fields of a line, commas those of a full name.
public struct FullName: FormedText {
  public static let form = Form(
    "a full name without ':' and ','", "^[^:,\n\t]*$", example: "Ann Smith", also: { !$0.utf8.contains(0x7F) }
  )
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// One key of an `authorized_keys` file without options (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
public struct AuthorizedKey: FormedText {
  public static let form = Form(
    "an OpenSSH public key", "^(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}( [^\n\t]*)?$",
    example: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1 ann@example.org", also: { !$0.utf8.contains(0x7F) })
  public let text: String

  public init(formed text: String) { self.text = text }
}
