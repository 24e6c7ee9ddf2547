import Digests
import Foundation

/// The accounts of an image and what lets somebody into them; passwd(5), shadow(5).
struct Accounts {
  struct Account: Hashable {
    var name: String
    var number: String
    var home: String
    /// nil where nothing tells.
    var password: ImageContents.PasswordState?

    /// Whether it is the administrator's, whatever it is called.
    var isRoot: Bool { number.drop { $0 == "0" }.isEmpty && !number.isEmpty }
    var lacksLock: Bool { password == .set || password == .empty }
  }

  /// Why nothing is known; nil where it is.
  let fault: String?
  let all: [Account]

  /// More than any image has, and few enough to be looked at one by one.
  private static let most = 5000

  init(_ contents: ImageContents) {
    guard let text = contents.text(at: "/etc/passwd"), !text.isEmpty else {
      (fault, all) = ("/etc/passwd is not there, or is no text", [])
      return
    }
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) <= Self.most else {
      (fault, all) = ("/etc/passwd has more than \(Self.most) accounts", [])
      return
    }
    fault = nil
    let shadow = contents.place(of: "/etc/shadow")
    let hasShadow = shadow != .nothing && contents.file(at: "/etc/shadow")?.size != 0
    // As the file's own name alone is read.
    let knowsShadow = !hasShadow || !contents.passwords.isEmpty
    all = text.plainLines.compactMap { line in
      let fields = line.cut(at: ":")
      guard fields.count >= 4 else { return nil }
      var account = Account(name: fields[0], number: fields[2], home: fields.count > 5 ? fields[5] : "/")
      switch fields[1] {
      case "x": account.password = knowsShadow ? contents.passwords[fields[0]] ?? .locked : nil
      case "": account.password = .empty
      case let hash: account.password = hash.hasPrefix("!") || hash.hasPrefix("*") ? .locked : .set
      }
      return account
    }
  }

  var roots: [Account] { all.filter(\.isRoot) }
}

/// A key that lets its owner into an account; sshd(8), "AUTHORIZED_KEYS FILE FORMAT".
struct AuthorizedKey: Hashable {
  var account: String
  /// As ssh-keygen(1) shows it, such as `SHA256:…`.
  var fingerprint: String
  var comment: String

  /// The keys of a file's text, and how many lines are neither keys nor comments.
  static func all(in text: String, of account: String) -> (keys: [AuthorizedKey], others: Int) {
    var keys: [AuthorizedKey] = []
    var others = 0
    for line in text.plainLines {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let words = line.split(separator: " ").map(String.init)
      // Options stand before the type, and may have blanks in quotes.
      guard let type = words.firstIndex(where: isType), words.count > type + 1,
        let fingerprint = fingerprint(words[type + 1])
      else {
        others += 1
        continue
      }
      keys.append(
        AuthorizedKey(
          account: account, fingerprint: fingerprint,
          comment: words.dropFirst(type + 2).joined(separator: " ")))
    }
    return (keys, others)
  }

  /// Of a key as it stands in such a file.
  static func fingerprint(_ base64: String) -> String? {
    guard let data = Data(base64Encoded: base64), data.count > 16 else { return nil }
    let digest = sha256([UInt8](data))
    let bytes = stride(from: 0, to: digest.count, by: 2).compactMap { start in
      UInt8(digest.dropFirst(start).prefix(2), radix: 16)
    }
    return "SHA256:" + Data(bytes).base64EncodedString().filter { $0 != "=" }
  }

  private static func isType(_ word: String) -> Bool {
    ["ssh-", "ecdsa-", "sk-"].contains(where: word.hasPrefix) && !word.contains("=") && !word.contains("\"")
  }
}
