import Planning

/// Tells which images could have newer packages already, though they have just been made.
public struct PendingUpdates: Sendable {
  public let check: FreshnessCheck
  /// For all archives together: they are asked at the end of a run, which must not wait for one that does not answer.
  public var limit = Duration.seconds(30)

  public init(check: FreshnessCheck, limit: Duration = Duration.seconds(30)) {
    self.check = check
    self.limit = limit
  }

  /// - Returns: one line for each image that lacks updates, or of which it could not be found out.
  public func notices(for images: [PlannedImage]) async -> [String] {
    guard !images.isEmpty else { return [] }
    let lines = await inTime {
      try await check.examine(images) { $0.layers }.images.compactMap(Self.line)
    }
    return lines ?? (Task.isCancelled ? [] : images.map { Self.unknown($0.appliance.name, silence) })
  }

  /// - Returns: how fresh each image is, in their order; nothing where archives did not answer in time.
  public func freshness(of images: [PlannedImage]) async -> [ImageFreshness] {
    guard !images.isEmpty else { return [] }
    return await inTime { try await check.examine(images) { $0.layers }.images.map(\.freshness) } ?? []
  }

  /// What is said where it took too long.
  public var silence: String { "no answer from the archives in \(limit.components.seconds) s" }

  /// nil when it took too long.
  private func inTime<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { try? await body() }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next().flatMap(\.self)
    }
  }

  private static func line(_ examination: ImageExamination) -> String? {
    let freshness = examination.freshness
    switch freshness.verdict {
    // Where there is nothing to ask, 'kiln outdated' says why.
    case .unknown(let reason, let cause):
      return examination.query == nil && cause == nil ? nil : unknown(freshness.name, reason)
    case .known(let updates) where !updates.isEmpty: return pending(updates, in: freshness.name)
    case .known, .notBuilt: return nil
    }
  }

  private static func pending(_ updates: [ImageFreshness.Update], in name: String) -> String {
    let security = updates.count { $0.package.isSecurity }
    let what = Staleness.outdated(security: security, other: updates.count - security)
    return "\(name): lacks \(what); 'kiln outdated \(name)' counts them, --refresh updates brings them"
  }

  private static func unknown(_ name: String, _ reason: String) -> String {
    "\(name): whether it lacks updates is unknown: \(reason)"
  }
}
