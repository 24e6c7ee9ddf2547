import Diagnostics

extension Certificate {
  /// Why a file cannot be taken for certificates; follows its name.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private static let begin = "-----BEGIN CERTIFICATE-----"
  private static let end = "-----END CERTIFICATE-----"

  /// Takes the certificates out of a PEM file (RFC 7468, section 5), and leaves the text around them.
  init(path: String, text: String) throws(Fault) {
    let name = Self.name(of: path)
    guard name.utf8.allSatisfy(Self.isPlain), !name.hasPrefix(".") else {
      throw Fault(
        description: "must have a name of letters, digits, '.', '-' and '_', for it is kept in the image")
    }
    // Before anything else: a key must not even be quoted in another message.
    guard !text.contains("PRIVATE KEY-----") else {
      throw Fault(
        description: "holds a private key, which must not get into an image; leave the certificate alone")
    }
    let blocks = try Self.blocks(in: text.split(whereSeparator: \.isNewline))
    guard !blocks.isEmpty else {
      throw Fault(description: "holds no certificate in PEM: no line '\(Self.begin)'")
    }
    self.init(name: name, text: blocks.joined().map { $0 + "\n" }.joined())
  }

  private static func blocks(in lines: [Substring]) throws(Fault) -> [[Substring]] {
    var blocks: [[Substring]] = []
    var rest = lines[...]
    while let start = rest.firstIndex(of: begin[...]) {
      guard let stop = rest[start...].firstIndex(of: end[...]) else {
        throw Fault(description: "has a certificate without a line '\(end)'")
      }
      guard isEncoded(rest[start + 1..<stop]) else {
        throw Fault(description: "has a certificate that is not in base64, or not whole")
      }
      blocks.append(Array(rest[start...stop]))
      rest = rest[(stop + 1)...]
    }
    return blocks
  }

  /// Whether lines are base64 (RFC 4648, section 4) of a DER sequence, whose first byte 0x30 gives the letter `M`.
  private static func isEncoded(_ lines: ArraySlice<Substring>) -> Bool {
    let text = lines.joined()
    let padding = text.reversed().prefix { $0 == "=" }.count
    let body = text.utf8.dropLast(padding)
    return text.hasPrefix("M") && text.utf8.count.isMultiple(of: 4) && padding <= 2
      && body.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
  }

  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return String(last) }
    return String(last[..<dot])
  }

  private static func isPlain(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "._-".utf8.contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

extension SourceReader {
  /// Certificates that a recipe names, which lie in its recipe folder.
  func certificate(_ written: String, of recipe: RecipeFile) throws(Fault) -> Certificate {
    try certificate(written, at: try source(written, of: recipe, .file, limit: .text).path)
  }

  /// Certificates that a site file names, which may lie anywhere on this host.
  func certificate(_ written: String, from folder: String) throws(Fault) -> Certificate {
    try certificate(written, at: FilePath.join(folder, written))
  }

  private func certificate(_ written: String, at path: String) throws(Fault) -> Certificate {
    do {
      return try Certificate(path: path, text: try text(written, at: path))
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(message: "'\(written)' \(error)")
    }
  }
}

extension ApplianceReader {
  /// Reads `ca_certificates` among settings; a name is taken once, for it names a file in the image.
  mutating func readCertificates(of settings: Value) -> [Sourced<Certificate>] {
    var found: [Sourced<Certificate>] = []
    for written in settings.list("ca_certificates") {
      guard let certificate = certificate(written) else { continue }
      if let other = certificates.first(where: { $0.value.name == certificate.name }) {
        if other.value == certificate { continue }
        let message =
          "two files of certificates are named '\(certificate.name)', the first at \(other.origin)"
        diagnostics.append(Diagnostic(message, from: written.origin))
      } else {
        found.append(Sourced(certificate, from: written.origin))
        certificates.append(Sourced(certificate, from: written.origin))
      }
    }
    return found
  }

  private mutating func certificate(_ written: Value) -> Certificate? {
    let origin = written.origin
    return attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
      if case .site(let location) = origin {
        return try sources.certificate(path, from: FilePath.folder(of: location.file))
      }
      return try sources.certificate(path, of: recipe)
    }
  }
}
