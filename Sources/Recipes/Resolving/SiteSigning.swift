import YAML

/// By what a site signs statements of images.
public struct SiteSigning: Hashable, Sendable {
  /// Paths of private keys; empty where it names none.
  public var keys: [String] = []
  /// For sh(1); nil for none.
  public var command: String?
  /// The path of the public key of what the command signs with.
  public var commandKey: String?
  /// An address that stands for who builds.
  public var builder: String?
  /// As gpg(1) takes it.
  public var openPGP: String?
}

extension SiteSigning {
  /// Reads entries that fit the schema.
  ///
  /// - Parameter folder: where relative paths start from.
  init(_ entries: [Node.Entry], folder: String) {
    func value(_ key: String) -> Node.Content? { entries.first { $0.key == key }?.value.content }
    func text(_ key: String) -> String? {
      if case .scalar(let scalar) = value(key) { scalar.text } else { nil }
    }
    func path(_ text: String) -> String { FilePath.join(folder, text) }
    if case .sequence(let items) = value("keys") {
      keys = items.compactMap { item in
        if case .scalar(let scalar) = item.content { path(scalar.text) } else { nil }
      }
    }
    command = text("command")
    commandKey = text("command_key").map(path)
    builder = text("builder")
    openPGP = text("openpgp")
  }
}
