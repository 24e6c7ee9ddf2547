import Recipes

extension Source {
  /// What determines what is copied or run: bytes by digest, and all else that a copy keeps.
  var inputs: [Input] {
    switch content {
    case .file(let digest, let mode):
      [Input(written, "sha256:\(digest) mode \(Self.octal(mode))" + metadata.text)]
    case .folder(let mode, let entries):
      [Input(written, "folder \(Self.octal(mode))" + metadata.text)]
        + entries.map { Input("\(written)/\($0.path)", $0.kind.text + $0.metadata.text) }
    }
  }

  fileprivate static func octal(_ mode: UInt16) -> String { "0" + String(mode, radix: 8) }
}

extension Source.Metadata {
  /// Empty where there is nothing to say.
  fileprivate var text: String {
    let attributes = extendedAttributes.sorted { $0.key < $1.key }.map { name, value in
      " \(name)=" + value.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
    let link = hardLink.map { " same file as \($0)" } ?? ""
    return (hasHoles ? " with holes" : "") + attributes.joined() + link
  }
}

extension Source.Entry.Kind {
  fileprivate var text: String {
    switch self {
    case .file(let digest, let mode): "sha256:\(digest) mode \(Source.octal(mode))"
    case .folder(let mode): "folder \(Source.octal(mode))"
    case .link(let target): "link to \(target)"
    }
  }
}
