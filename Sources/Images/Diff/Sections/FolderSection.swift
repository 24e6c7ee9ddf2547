/// By how much each folder grew, without what every build writes again.
enum FolderSection: DiffSection {
  static let name = "size"
  static let title = "Size by folder"
  static let isOfSystem = false

  static func compare(_ pair: DiffPair) -> Comparison {
    let (old, new) = (folders(pair.before.contents), folders(pair.after.contents))
    return Comparison(
      Set(old.keys).union(new.keys).sorted().compactMap { folder in
        let (before, after) = (old[folder] ?? 0, new[folder] ?? 0)
        guard before != after else { return nil }
        let kind: Change.Kind = before == 0 ? .added : after == 0 ? .removed : .changed
        return Change(kind, folder, growth: Int64(after) - Int64(before))
      })
  }

  private static func folders(_ contents: ImageContents) -> [String: UInt64] {
    contents.bytesByFolder(depth: 2) { GeneratedFiles.kind(of: $0) == nil }
  }
}
