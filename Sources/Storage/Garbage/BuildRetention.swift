import Foundation
import Images
import Recipes

/// Which builds of images may go, and why the others stay: a pure function of what is known of them.
public struct BuildRetention: Sendable {
  /// What is known of a build that is there.
  public struct Build: Sendable, Hashable {
    public var id: BuildID
    /// Bytes that only it takes on the disk.
    public var bytes: UInt64
    /// When it was last handed out, or made.
    public var lastUse: Date
    /// Whether all its files are there.
    var isWhole: Bool

    init(id: BuildID, bytes: UInt64, lastUse: Date, isWhole: Bool = true) {
      self.id = id
      self.bytes = bytes
      self.lastUse = lastUse
      self.isWhole = isWhole
    }
  }

  /// How long builds stay that nothing names; a site's setting.
  public struct Limits: Sendable, Hashable {
    /// So many of each appliance, the last used ones; at least one.
    public var last: Int
    /// What was used since then.
    public var age: Duration

    public static let standard = Limits(last: 3, age: .seconds(7 * 86400))

    public init(last: Int, age: Duration) {
      self.last = max(1, last)
      self.age = age
    }

    /// As a site says, or Kiln.
    public init(_ site: ImageRetention?) {
      self.init(
        last: site?.last ?? Self.standard.last, age: site?.age ?? Self.standard.age)
    }
  }

  /// A build, and what becomes of it.
  public struct Entry: Sendable, Hashable {
    public var build: Build
    public var verdict: Verdict
  }

  /// Whether a build goes, and why.
  public enum Verdict: Sendable, Hashable, CustomStringConvertible {
    case release(String)
    /// Its place among the builds of its appliance, from 1.
    case last(Int)
    case recent
    case freed
    /// Files of it are missing: nobody can use it.
    case broken
    /// It was to go, but builds are in use by others now.
    case inUse

    public var isFreed: Bool { self == .freed || self == .broken }

    public var description: String {
      switch self {
      case .release(let version): "released as \(version)"
      case .last(1): "the last build"
      case .last(let place): "one of the last builds: number \(place)"
      case .recent: "used recently"
      case .freed: "no longer needed"
      case .broken: "files of it are missing"
      case .inUse: "in use now"
      }
    }
  }

  /// By appliance, the last used build first.
  let entries: [Entry]

  /// - Parameter releases: by the build that each names; a channel names one of them.
  init(_ builds: [Build], releases: [BuildID: String], limits: Limits, now: Date) {
    let appliances = Dictionary(grouping: builds, by: \.id.name).sorted { $0.key < $1.key }
    entries = appliances.flatMap { _, builds in
      let sorted = builds.sorted { ($0.lastUse, $0.id.build) > ($1.lastUse, $1.id.build) }
      var place = 0
      return sorted.map { build in
        if build.isWhole { place += 1 }
        let verdict = Self.verdict(on: build, at: place, releases[build.id], limits, now: now)
        return Entry(build: build, verdict: verdict)
      }
    }
  }

  private static func verdict(
    on build: Build, at place: Int, _ release: String?, _ limits: Limits, now: Date
  ) -> Verdict {
    if let release { return .release(release) }
    if !build.isWhole { return .broken }
    if place <= limits.last { return .last(place) }
    let since = now.addingTimeInterval(-limits.age.inSeconds)
    return build.lastUse >= since ? .recent : .freed
  }
}
