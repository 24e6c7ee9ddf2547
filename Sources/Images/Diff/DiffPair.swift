import Foundation

/// Two images with what several sections ask of them.
public struct DiffPair: Sendable {
  /// What a difference of one path means.
  public enum Verdict: Hashable, Sendable {
    /// Every build writes it again; what it is.
    case generated(String)
    /// It follows from a package's change.
    case package(String)
    /// A text that is compared line by line.
    case setting
    /// Told of in words of its own, as accounts are.
    case elsewhere
    case file
  }

  public let before: DiffSide
  public let after: DiffSide
  /// Every path that differs, with what that means.
  public let differences: [(difference: FileDifference, verdict: Verdict)]
  private let owners: Owners

  init(_ before: DiffSide, _ after: DiffSide) {
    self.before = before
    self.after = after
    let owners = Owners(before.contents, after.contents)
    self.owners = owners
    let all = after.contents.fileDifferences(from: before.contents)
    let parents = Set(all.map { $0.path.parent })
    differences = all.map { difference in
      let verdict = owners.verdict(of: difference)
      // That a folder is new, or gone, follows from what is in it.
      let isImplied = verdict == .file && difference.isOfNewFolder && parents.contains(difference.path)
      return (difference, isImplied ? .elsewhere : verdict)
    }
  }

  /// How many files differ that every build writes again, by what they are.
  var generated: [String: Int] {
    differences.reduce(into: [:]) { counts, item in
      if case .generated(let what) = item.verdict { counts[what, default: 0] += 1 }
    }
  }

  /// The package that is new, gone or in another version and that a path belongs to; nil for all other paths.
  func changedOwner(of path: String) -> String? { owners.changedOwner(of: path) }

  /// The package that a path belongs to.
  func owner(of path: String) -> String? { owners.owner(of: path) }

  /// The package that is new, gone or in another version and whose scripts make an account of this name.
  func changedPackage(makingAccount name: String) -> String? { owners.accounts[name] }

  /// The changed packages' files that their scripts have made, by package; both new and gone ones.
  func made(by package: String) -> [String] { owners.made.filter { $0.value == package }.map(\.key).sorted() }
}

/// Which package is to answer for what, in both images.
private struct Owners: Sendable {
  private let before: ImageContents
  private let after: ImageContents
  private let names: [String: String]
  /// Packages that are new, gone or in another version.
  private let changed: Set<String>
  /// Settings of packages that stay, or that somebody changed.
  private let settings: Set<String>
  let accounts: [String: String]
  let made: [String: String]

  init(_ before: ImageContents, _ after: ImageContents) {
    self.before = before
    self.after = after
    let all = before.packages + after.packages
    let changed = Self.changed(before.packages, after.packages)
    self.changed = changed
    names = Self.pairs(all) { $0.files ?? [] }
    let touched = all.filter { changed.contains($0.name) }
    accounts = Self.pairs(touched, \.accounts)
    made = Self.pairs(touched, \.made)
    let both = Set(before.packages.flatMap(\.settings)).intersection(after.packages.flatMap(\.settings))
    settings = both.union(all.flatMap(\.changedSettings))
  }

  private static func pairs(
    _ packages: [ContentsPackage], _ items: (ContentsPackage) -> [String]
  ) -> [String: String] {
    Dictionary(
      packages.flatMap { package in items(package).map { ($0, package.name) } },
      uniquingKeysWith: { _, last in last })
  }

  private static func changed(_ before: [ContentsPackage], _ after: [ContentsPackage]) -> Set<String> {
    func versions(_ packages: [ContentsPackage]) -> [String: Set<String>] {
      Dictionary(grouping: packages, by: \.name).mapValues {
        Set($0.map { "\($0.architecture) \($0.version)" })
      }
    }
    let (old, new) = (versions(before), versions(after))
    return Set(Set(old.keys).union(new.keys).filter { old[$0] != new[$0] })
  }

  func owner(of path: String) -> String? { names[path] }

  func changedOwner(of path: String) -> String? {
    if let name = names[path] ?? made[path] { return changed.contains(name) ? name : nil }
    guard Self.isRegistered(path) else { return nil }
    // What a link of the system's own lists leads to has an owner, who answers for the link.
    return [after, before].lazy.compactMap { contents in
      contents.destination(of: path).flatMap { names[$0] }
    }.first { changed.contains($0) }
  }

  /// Whether links there are made by the programs that packages register with: update-alternatives(1), systemctl(1),
  /// update-rc.d(8).
  private static func isRegistered(_ path: String) -> Bool {
    path.hasPrefix("/etc/alternatives/") || path.hasPrefix("/etc/systemd/system/")
      || path.hasPrefix("/etc/rc")
      || path.hasPrefix("/usr/bin/") || path.hasPrefix("/usr/sbin/") || path.hasPrefix("/usr/share/man/")
  }

  func verdict(of difference: FileDifference) -> DiffPair.Verdict {
    let path = difference.path
    if Self.told.contains(path) { return .elsewhere }
    if let what = GeneratedFiles.kind(of: path) { return .generated(what) }
    if isSameButIdentifiers(difference) { return .generated("identifiers of file systems") }
    let isOwned = names[path] != nil || made[path] != nil
    if path.hasPrefix("/etc/"), difference.isOfFile, settings.contains(path) || !isOwned { return .setting }
    if let package = changedOwner(of: path) { return .package(package) }
    // Links that enable and mask units are told of as what they do.
    if path.hasPrefix("/etc/systemd/system/"), difference.isOfLink { return .elsewhere }
    return .file
  }

  /// What users, groups and kernel arguments are told from.
  private static let told: Set<String> = [
    "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/subuid", "/etc/subgid",
  ]

  private func isSameButIdentifiers(_ difference: FileDifference) -> Bool {
    guard difference.aspects == [.content], let old = before.texts[difference.path],
      let new = after.texts[difference.path]
    else { return false }
    return old.withoutIdentifiers == new.withoutIdentifiers
  }
}

extension FileDifference {
  fileprivate var isOfFile: Bool { (after ?? before)?.kind == .file }
  fileprivate var isOfLink: Bool { (before ?? after)?.kind == .link && (after ?? before)?.kind == .link }
  fileprivate var isOfNewFolder: Bool {
    (before == nil || after == nil) && (before ?? after)?.kind == .folder
  }
}

extension ImageContents {
  /// Where a link leads at last, with the links on the way followed; nil for what is no link.
  fileprivate func destination(of path: String) -> String? {
    var place = path
    var isLink = false
    for _ in 0..<8 {
      guard let file = files[place], file.kind == .link, let target = file.target else { break }
      isLink = true
      let folder = place.split(separator: "/").dropLast().joined(separator: "/")
      place = realPath(target.hasPrefix("/") ? target : "/\(folder)/\(target)")
    }
    return isLink ? place : nil
  }
}

extension String {
  /// With the UUIDs of file systems, which are new whenever one is made, and FAT's serial numbers, all alike.
  var withoutIdentifiers: String {
    replacingOccurrences(
      of: "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|UUID=[0-9A-F]{4}-[0-9A-F]{4}", with: "UUID",
      options: .regularExpression)
  }

  /// The folder that a path is in.
  fileprivate var parent: String {
    lastIndex(of: "/").map { $0 == startIndex ? "/" : String(self[..<$0]) } ?? "/"
  }
}
