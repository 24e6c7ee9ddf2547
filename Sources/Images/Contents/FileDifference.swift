/// In what one path differs between two images.
public struct FileDifference: Hashable, Sendable, Codable {
  /// What there is to compare.
  public enum Aspect: String, Hashable, Sendable, Codable, CaseIterable {
    /// Whether it is there, and as what.
    case existence
    /// A file's bytes, a link's target, a device's numbers.
    case content
    case mode, owner
    /// Extended attributes.
    case attributes
    /// Which names are one file.
    case names
    /// When it was last changed, to the nanosecond.
    case time
  }

  public var path: String
  /// nil where there is nothing at the path.
  public var before: ContentsFile?
  public var after: ContentsFile?
  public var aspects: Set<Aspect>

  public init(path: String, before: ContentsFile?, after: ContentsFile?, aspects: Set<Aspect>) {
    self.path = path
    self.before = before
    self.after = after
    self.aspects = aspects
  }
}

extension Set<FileDifference.Aspect> {
  /// Everything: two builds that differ in none of these have the same files.
  public static let strict = Set(FileDifference.Aspect.allCases)
  /// Without times, and without which names are one file: what a person means by the same files.
  public static let visible = strict.subtracting([.time, .names])
}

extension ContentsFile {
  /// In what it differs from another, of some aspects.
  public func differences(
    from other: ContentsFile, in aspects: Set<FileDifference.Aspect>
  ) -> Set<FileDifference.Aspect> {
    guard kind == other.kind else { return aspects.intersection([.existence]) }
    var found: Set<FileDifference.Aspect> = []
    if digest != other.digest || size != other.size || target != other.target { found.insert(.content) }
    // A link has no mode of its own; what is shown for it depends on the file system.
    if mode != other.mode, kind != .link { found.insert(.mode) }
    if user != other.user || group != other.group { found.insert(.owner) }
    if attributes ?? [:] != other.attributes ?? [:] { found.insert(.attributes) }
    if sameAs != other.sameAs { found.insert(.names) }
    if modified != other.modified || nanoseconds ?? 0 != other.nanoseconds ?? 0 { found.insert(.time) }
    return found.intersection(aspects)
  }
}

extension ImageContents {
  /// Every path in which an image differs from one before, sorted.
  ///
  /// - Parameter aspects: what counts; see `Set.strict` and `Set.visible`.
  public func fileDifferences(
    from before: ImageContents, in aspects: Set<FileDifference.Aspect> = .visible
  ) -> [FileDifference] {
    Set(before.files.keys).union(files.keys).sorted().compactMap { path in
      let (old, new) = (before.files[path], files[path])
      guard let old, let new else {
        guard aspects.contains(.existence) else { return nil }
        return FileDifference(path: path, before: old, after: new, aspects: [.existence])
      }
      let found = new.differences(from: old, in: aspects)
      return found.isEmpty ? nil : FileDifference(path: path, before: old, after: new, aspects: found)
    }
  }
}
