import Files
import Foundation
import Images
import JSON
import Planning

/// What came of booting an image to test it; all of it is in the `TestReport` that is attached to its build.
public struct BootResult: Hashable, Sendable, Codable {
  public var outcome: Verdict
  /// When it was found out; in whole seconds.
  public var when: Date
  /// From the machine's start to the verdict.
  public var seconds: Double
  /// Why it failed, or was not tried; nil when it booted.
  public var message: String?
  /// Of the serial console of one that failed.
  public var lastLines: [String]
  /// The serial console's log; nil when it was not tried.
  public var log: String?
  /// The screen of one that failed.
  public var screenshot: String?
  /// systemd's journal of one that failed, where one could log in.
  public var journal: String?
  /// A digest of what its recipe asked for beyond the usual; nil for nothing.
  public var suite: String?

  public enum Verdict: String, Sendable, Codable {
    /// A login was offered, and all that was looked at is as it should be.
    case booted
    case failed
    /// There is nothing to watch it by, or its recipe wants none of it.
    case unchecked
  }

  public init(
    outcome: Verdict, when: Date, seconds: Double = 0, message: String? = nil, lastLines: [String] = [],
    log: String? = nil, screenshot: String? = nil
  ) {
    self.outcome = outcome
    self.when = when
    self.seconds = seconds
    self.message = message
    self.lastLines = lastLines
    self.log = log
    self.screenshot = screenshot
  }
}

/// Which images have passed their tests: those are not booted again until they are sealed anew or more is asked of them, and may be
/// released.
public struct BootRecords: Codable, Hashable, Sendable {
  private var records: [String: Record] = [:]

  private struct Record: Codable, Hashable {
    /// The digest of the system disk's file.
    var image: String
    var result: BootResult
    /// Of the appliance's other images, the last booted one first; nil for none.
    var earlier: [Earlier]?

    struct Earlier: Codable, Hashable {
      var image: String
      var result: BootResult
    }

    var all: [Earlier] { [Earlier(image: image, result: result)] + (earlier ?? []) }
  }

  /// So many images of an appliance are remembered: one of them is released now and then.
  private static let limit = 100

  init() {}

  /// How this very image booted; nil when it has not.
  public func result(of descriptor: Descriptor) -> BootResult? {
    guard let image = Self.identity(of: descriptor) else { return nil }
    return records[descriptor.identifier]?.all.first { $0.image == image }?.result
  }

  /// - Parameter result: of an image that has failed is forgotten, so that it is tried again.
  mutating func note(_ result: BootResult, of descriptor: Descriptor) {
    guard let image = Self.identity(of: descriptor) else { return }
    var all = records[descriptor.identifier]?.all.filter { $0.image != image } ?? []
    if result.outcome != .failed { all.insert(.init(image: image, result: result), at: 0) }
    let rest = all.dropFirst().prefix(Self.limit)
    records[descriptor.identifier] = all.first.map {
      Record(image: $0.image, result: $0.result, earlier: rest.isEmpty ? nil : Array(rest))
    }
  }

  private static func identity(of descriptor: Descriptor) -> String? {
    descriptor.disks.first { $0.type == .os }?.file?.digest
  }
}

extension BuildHistory {
  private var bootsFile: String { "\(folder)/.boots.json" }

  /// Empty when nothing was booted, or the file is damaged: then images are booted once more.
  public func bootRecords() -> BootRecords {
    document(BootRecords.self, at: bootsFile) ?? BootRecords()
  }

  /// Remembers a boot at once, so that an interrupted run need not repeat it.
  public func remember(_ result: BootResult, of descriptor: Descriptor) async throws {
    let lock = try await Lock.acquire("\(bootsFile).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    var records = bootRecords()
    records.note(result, of: descriptor)
    try FileSystem.write(try prettyJSON(records), to: bootsFile)
  }
}
