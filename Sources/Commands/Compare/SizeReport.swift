import Console
import Images

/// What takes the room in an image, and how much that was in another.
struct SizeReport: Report {
  /// How many folders and packages a text lists, the largest first.
  private static let longest = 20

  /// Bytes of a folder or a package.
  struct Share: Encodable {
    let name: String
    let bytes: UInt64
    /// In the other image; nil where it is not compared.
    let before: UInt64?
  }

  let image: String
  /// The other image.
  let against: String?
  let total: Share
  /// The largest first, as are packages.
  let folders: [Share]
  let packages: [Share]
  /// Of files that belong to no package; nil where that is unknown.
  let others: Share?

  init(_ side: DiffSide, before: DiffSide?) {
    let (new, old) = (side.contents, before?.contents)
    image = side.title
    against = before?.title
    total = Share(name: "all files", bytes: new.bytes, before: old?.bytes)
    folders = Self.shares(new.bytesByFolder(depth: 2), old?.bytesByFolder(depth: 2))
    let (owned, former) = (new.bytesByPackage, old?.bytesByPackage)
    packages = Self.shares(owned.packages, former?.packages)
    others =
      new.knowsOwners ? Share(name: "no package's", bytes: owned.others, before: former?.others) : nil
  }

  private static func shares(_ new: [String: UInt64], _ old: [String: UInt64]?) -> [Share] {
    Set(new.keys).union(old?.keys.map { $0 } ?? []).map { name in
      Share(name: name, bytes: new[name] ?? 0, before: old.map { $0[name] ?? 0 })
    }.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
  }

  func text(on terminal: Terminal) -> String {
    let head = image + (against.map { ", against \($0)" } ?? "") + "\n"
    let byFolder = largest(folders, "smaller folder") + [total]
    let byPackage = largest(packages, "smaller package") + [others].compactMap { $0 }
    return head + table("FOLDER", byFolder).text(on: terminal) + "\n"
      + (packages.isEmpty || others == nil
        ? "Which files belong to packages is unknown.\n" : table("PACKAGE", byPackage).text(on: terminal))
  }

  /// The largest, and in one row all others.
  private func largest(_ shares: [Share], _ noun: String) -> [Share] {
    let rest = shares.dropFirst(Self.longest)
    guard !rest.isEmpty else { return shares }
    let small = Share(
      name: counted(rest.count, noun), bytes: rest.reduce(0) { $0 + $1.bytes },
      before: against.map { _ in rest.reduce(0) { $0 + ($1.before ?? 0) } })
    return shares.prefix(Self.longest) + [small]
  }

  private func table(_ title: String, _ shares: [Share]) -> Table {
    let change = against == nil ? [] : [Table.Column("CHANGE", .right)]
    return Table(
      [.init(title), .init("SIZE", .right)] + change,
      rows: shares.map { share in
        [share.name, formatted(bytes: share.bytes)]
          + [share.before.map { Self.change(share.bytes, $0) }].compactMap { $0 }
      })
  }

  private static func change(_ bytes: UInt64, _ before: UInt64) -> String {
    bytes == before ? "" : formatted(growth: Int64(bytes) - Int64(before))
  }
}
