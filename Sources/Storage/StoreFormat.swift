import Files
import Foundation

/// Which version of its layout a store has: `format` in its folder.
///
/// 1, of which nothing is written: images were in output folders only. 2: `images/` keeps every build; an image of before is
/// taken in by the first build that wants it, from the folder that it stands in.
public struct StoreFormat: Sendable {
  /// What this version of Kiln reads and writes.
  static let current = 2

  private let store: Store

  public init(_ store: Store) {
    self.store = store
  }

  private var file: String { "\(store.root)/format" }

  /// Refuses a store of a later version of Kiln: what that keeps there would be taken for garbage, or not be seen.
  ///
  /// - Throws: `StoreRefusal`.
  public func check() throws {
    guard let text = try contents() else { return }
    guard let format = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw StoreRefusal(
        "\(file) says '\(text.prefix(20))', which is no format",
        advice: "write \(Self.current) there if no other version of Kiln uses the store")
    }
    guard format <= Self.current else {
      throw StoreRefusal(
        "the store \(store.root) is of format \(format), and this version of Kiln knows those up to \(Self.current)",
        advice: "use the version of Kiln that made it, or another store (--store)")
    }
  }

  private func contents() throws -> String? {
    do {
      return try PlainFile.contents(file).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      guard error.code == EACCES, store.sharedGroup == nil else { throw error }
      throw StoreRefusal(
        "\(error)",
        advice:
          "use a store of your own (--store), or have it shared by a group: 'shared_group' in the site file (--site)"
      )
    }
  }

  /// Brings a store of an earlier version to today's layout. What is there stays there; a step that was interrupted is done
  /// again.
  func bringToCurrent() throws {
    try check()
    for folder in [store.images.blobs, store.images.builds] { try FileSystem.makeFolder(folder) }
    // Last: whoever finds it need not look further.
    if !FileSystem.isTaken(file) { try FileSystem.write(Data("\(Self.current)\n".utf8), to: file) }
  }
}

/// Why a store does not do what is asked.
struct StoreRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ fault: String, advice: String) {
    description = "\(fault): \(advice)"
  }
}
