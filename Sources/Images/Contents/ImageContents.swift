import Families
import Foundation

/// All that is in an image: every file, and what the files tell of the system.
///
/// What was read is kept; what follows from it (users, services, kernels, sizes) is worked out from that when it is asked for.
public struct ImageContents: Hashable, Sendable, Codable {
  /// Raised whenever what was read means something else than before.
  public static let currentFormat = 5

  public var format = Self.currentFormat
  /// By absolute path; the root folder is `/`.
  public var files: [String: ContentsFile]
  /// The content of files that people read and that everybody in the system may read: settings, lists of accounts, boot entries.
  public var texts: [String: String]
  /// How each account's password stands.
  public var passwords: [String: PasswordState]
  /// `deb` or `rpm`; another name, or `unknown`, for any other package manager.
  public var packageFormat: String
  public var packages: [ContentsPackage]
  /// Changelogs of Debian's packages as they are in the image, compressed; by path.
  public var changelogs: [String: Data]
  /// Software that no package brought, sorted by its files.
  public var components: [ContentsComponent]

  public enum PasswordState: String, Hashable, Sendable, Codable {
    case locked, set
    /// Whoever comes is let in without one.
    case empty
  }

  public init(
    files: [String: ContentsFile], texts: [String: String] = [:], passwords: [String: PasswordState] = [:],
    packageFormat: String = "unknown", packages: [ContentsPackage] = [], changelogs: [String: Data] = [:],
    components: [ContentsComponent] = []
  ) {
    self.files = files
    self.texts = texts
    self.passwords = passwords
    self.packageFormat = packageFormat
    self.packages = packages
    self.changelogs = changelogs
    self.components = components
  }
}

/// A package as an image has it installed.
public struct ContentsPackage: Hashable, Sendable, Codable {
  public var name: String
  /// As the distribution writes versions: `[EPOCH:]VERSION[-RELEASE]`.
  public var version: String
  public var architecture: String
  /// The source that it is built from, where that has another name or version; versions are written as its own is.
  public var source: String?
  public var sourceVersion: String?
  /// Its licences as an SPDX expression; nil where no program can tell.
  public var license: String?
  /// Who maintains or sells it, as the package says.
  public var supplier: String?
  /// Bytes, as the package itself says; nil where it does not.
  public var installedSize: UInt64?
  /// The paths that belong to it, as they are in the image; nil where the package manager's list of them cannot be read.
  public var files: [String]?
  /// Those that an administrator may change.
  public var settings: [String]
  /// Those of ``settings`` that are not as the package brought them.
  public var changedSettings: [String]
  /// Users and groups that its scripts make.
  public var accounts: [String]
  /// Files and links that belong to no package, and that its scripts name.
  public var made: [String]

  public init(
    name: String, version: String, architecture: String, installedSize: UInt64? = nil, files: [String]? = nil,
    settings: [String] = [], changedSettings: [String] = [], accounts: [String] = [], made: [String] = []
  ) {
    self.name = name
    self.version = version
    self.architecture = architecture
    self.installedSize = installedSize
    self.files = files
    self.settings = settings
    self.changedSettings = changedSettings
    self.accounts = accounts
    self.made = made
  }

  /// What tells it from all others of an image: several architectures, and several kernels of an RPM system, may be there.
  public var identity: String { "\(name):\(architecture)" }
}

extension ImageContents {
  /// Whether all packages' files are known.
  public var knowsOwners: Bool { !packages.isEmpty && packages.allSatisfy { $0.files != nil } }

  /// A path with every link to a folder on its way followed: `/lib/x` is `/usr/lib/x` where `/lib` is a link.
  public func realPath(_ path: String) -> String {
    Self.realPath(path) { files[$0]?.kind == .link ? files[$0]?.target : nil }
  }

  static func realPath(_ path: String, target: (String) -> String?) -> String {
    followed(path, target: target) ?? path
  }

  /// How many names are gone through for one path: an image's links may stand for millions.
  private static let mostNames = 1000

  /// The same; nil where links lead through too many names.
  static func followed(_ path: String, target: (String) -> String?) -> String? {
    var resolved = ""
    var rest = path.split(separator: "/").map(String.init)[...]
    var links = 0
    var names = 0
    while let name = rest.popFirst() {
      names += 1
      guard names <= mostNames else { return nil }
      if name == "." { continue }
      if name == ".." {
        resolved =
          resolved.contains("/")
          ? String(resolved[..<(resolved.lastIndex(of: "/") ?? resolved.startIndex)]) : ""
        continue
      }
      let next = "\(resolved)/\(name)"
      // The last one is what is asked for, be it a link.
      guard !rest.isEmpty, links < 40, let target = target(next) else {
        resolved = next
        continue
      }
      links += 1
      if target.hasPrefix("/") { resolved = "" }
      rest = (target.split(separator: "/").map(String.init) + rest)[...]
    }
    return resolved.isEmpty ? "/" : resolved
  }
}
