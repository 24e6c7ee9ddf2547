import Foundation

/// What may be done with releases and channels: rules over values, which say why not. nil means that it is so already.
extension ReleaseLedger {
  /// Whether a version is still to be bound to a build; false where it is bound to this very one.
  ///
  /// - Throws: where it is bound to another one, is retired, or does not come after all versions of its scheme.
  public func isFree(_ version: ReleaseVersion, for build: BuildID) throws(ReleaseRefusal) -> Bool {
    if let there = release(version.text) {
      guard there.build == build else {
        throw ReleaseRefusal(
          "\(appliance) \(version) is released as \(there.build), which is another build",
          advice: "a release never changes: choose a higher version")
      }
      guard !there.isRetired else { throw retired(there, advice: "release the build under a higher version") }
      return false
    }
    let known = releases.compactMap { try? ReleaseVersion($0.version) }
    let above = known.filter { $0.precedes(version) == false }
    guard let highest = above.max(by: { $0.precedes($1) == true }) else { return true }
    throw ReleaseRefusal(
      "\(appliance) \(version) is not higher than \(highest), which is released",
      advice: "versions rise, be earlier ones retired or not: choose a higher one")
  }

  /// The release that a version names, be it retired.
  public func found(_ version: String) throws(ReleaseRefusal) -> Release {
    guard let release = release(version) else { throw unknown(version) }
    return release
  }

  /// The release that a version names and that may be used.
  public func usable(_ version: String) throws(ReleaseRefusal) -> Release {
    let release = try found(version)
    guard !release.isRetired else {
      throw retired(release, advice: "name another; 'kiln releases \(appliance)' lists them")
    }
    return release
  }

  /// The release that a channel names.
  public func usable(channel name: String) throws(ReleaseRefusal) -> Release {
    guard let channel = channel(name) else {
      let names = channels.map(\.name)
      throw ReleaseRefusal(
        "no release of \(appliance) is in the channel '\(name)'",
        advice: names.isEmpty
          ? "promote one with 'kiln promote \(appliance) VERSION \(name)'"
          : "its channels are \(names.joined(separator: ", "))")
    }
    return try usable(channel.version)
  }

  /// The change that lets a channel name a higher version; nil where it names it already.
  public func promoting(
    _ version: String, to channel: String, when: Date, by author: ReleaseChange.Author, reason: String?
  ) throws(ReleaseRefusal) -> ReleaseChange? {
    let release = try usable(version)
    let before = self.channel(channel)?.version
    if before == version { return nil }
    if let before, isHigher(before, than: release) {
      throw ReleaseRefusal(
        "channel \(channel) of \(appliance) names \(before), which is higher than \(version)",
        advice:
          "a promotion goes upwards; to go back, type 'kiln rollback \(appliance) \(channel) --to \(version) --reason TEXT'"
      )
    }
    return ReleaseChange(
      .promote, of: appliance, version, channel: channel, before: before, reason: reason, when: when,
      by: author)
  }

  /// The change that lets a channel name an earlier version again; nil where it names it already.
  public func rollingBack(
    _ channel: String, to version: String, when: Date, by author: ReleaseChange.Author, reason: String
  ) throws(ReleaseRefusal) -> ReleaseChange? {
    let release = try usable(version)
    guard let before = self.channel(channel)?.version else {
      throw ReleaseRefusal(
        "channel \(channel) of \(appliance) names nothing",
        advice: "to let it, type 'kiln promote \(appliance) \(version) \(channel)'")
    }
    if before == version { return nil }
    let earlier = journal.filter { $0.channel == channel }.flatMap {
      [$0.before, $0.version].compactMap(\.self)
    }
    guard earlier.contains(version) else {
      let known = Set(earlier).subtracting([before]).filter { self.release($0)?.isRetired == false }.sorted()
      throw ReleaseRefusal(
        "channel \(channel) of \(appliance) never named \(version)",
        advice: known.isEmpty
          ? "there is nothing to go back to" : "it can go back to \(known.joined(separator: ", "))")
    }
    guard isHigher(before, than: release) else {
      throw ReleaseRefusal(
        "channel \(channel) of \(appliance) names \(before), which is lower than \(version)",
        advice: "to go on, type 'kiln promote \(appliance) \(version) \(channel)'")
    }
    return ReleaseChange(
      .rollback, of: appliance, version, channel: channel, before: before, reason: reason, when: when,
      by: author)
  }

  /// The change that takes a release out of use; nil where it is already.
  public func retiring(
    _ version: String, when: Date, by author: ReleaseChange.Author, reason: String?
  ) throws(ReleaseRefusal) -> ReleaseChange? {
    let release = try found(version)
    if release.isRetired { return nil }
    let channels = channels(naming: version)
    guard channels.isEmpty else {
      throw ReleaseRefusal(
        "\(appliance) \(version) is what \(channels.count == 1 ? "channel" : "channels") \(channels.joined(separator: ", ")) names",
        advice: "promote a higher release or roll back first, then retire it")
    }
    return ReleaseChange(.retire, of: appliance, version, reason: reason, when: when, by: author)
  }

  /// By version; of different schemes, the one that was released later.
  private func isHigher(_ version: String, than other: Release) -> Bool {
    if let one = try? ReleaseVersion(version), let two = try? ReleaseVersion(other.version),
      let isLower = one.precedes(two)
    {
      return !isLower
    }
    func place(_ version: String) -> Int { releases.firstIndex { $0.version == version } ?? -1 }
    return place(version) > place(other.version)
  }

  private func unknown(_ version: String) -> ReleaseRefusal {
    let known = releases.filter { !$0.isRetired }.map(\.version)
    let last = known.suffix(5).joined(separator: ", ")
    return ReleaseRefusal(
      "there is no release \(version) of \(appliance)",
      advice: known.isEmpty
        ? "'kiln release \(appliance) VERSION' makes one of a build"
        : "there \(known.count == 1 ? "is" : "are") \(known.count > 5 ? "… " : "")\(last)")
  }

  private func retired(_ release: Release, advice: String) -> ReleaseRefusal {
    let reason = release.retired?.reason.map { " (\($0))" } ?? ""
    return ReleaseRefusal("\(appliance) \(release.version) is retired\(reason)", advice: advice)
  }
}
