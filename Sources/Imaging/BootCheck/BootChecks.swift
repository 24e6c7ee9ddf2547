import Foundation
import Jobs
import Planning
import Storage

/// Boots the images of a run that have not been booted yet, as many at once as there is room for.
public struct BootChecks: Sendable {
  public let workshop: Workshop
  /// From a machine's start to the login, with KVM.
  public let limit: Duration

  public init(workshop: Workshop, limit: Duration) {
    self.workshop = workshop
    self.limit = limit
  }

  /// What came of one image, and when it was its turn.
  public struct Check: Sendable {
    public let image: PlannedImage
    public var result: BootResult
    /// Seconds from the start of all; nil when nothing was booted.
    public var start: Double?
  }

  /// - Parameter images: that are there, with their descriptors.
  /// - Throws: cancellation only; whatever else goes wrong is the result of one image.
  public func run(_ images: [(PlannedImage, Descriptor)]) async throws -> [Check] {
    let records = workshop.store.bootRecords()
    let done = images.compactMap { image, descriptor in
      known(image, descriptor, records).map { Check(image: image, result: $0) }
    }
    let names = Set(done.map(\.image.checkName))
    return done + (try await boot(images.filter { !names.contains($0.0.checkName) }))
  }

  private func boot(_ images: [(PlannedImage, Descriptor)]) async throws -> [Check] {
    let pending = Dictionary(uniqueKeysWithValues: images.map { ($0.0.checkName, $0) })
    guard !images.isEmpty else { return [] }
    var capacity = workshop.options.capacity
    // Emulated guests that slow one another down run into time limits of their own.
    if try await workshop.host.accelerator() == .tcg { capacity.jobs = 1 }
    let entries = images.map { image, _ in
      Schedule.Entry(id: image.checkName, needs: [], demand: image.bootDemand, seconds: 1)
    }
    var schedule = Schedule(entries, capacity: capacity)
    let start = ContinuousClock.now
    var checks: [Check] = []
    try await withThrowingTaskGroup(of: Check.self) { group in
      func begin() {
        for (image, descriptor) in schedule.begin().compactMap({ pending[$0] }) {
          group.addTask { try await check(image, descriptor, since: start) }
        }
      }
      begin()
      while let check = try await group.next() {
        checks.append(check)
        schedule.finish(check.image.checkName)
        begin()
      }
    }
    return checks
  }

  /// What needs no boot to be known.
  private func known(_ image: PlannedImage, _ descriptor: Descriptor, _ records: BootRecords) -> BootResult? {
    guard image.appliance.install.serialConsole != nil else {
      return BootResult(
        outcome: .unchecked, when: Date.now.ISO8601Format(), message: "not checked: no serial console")
    }
    return records.result(of: descriptor)
  }

  private func check(
    _ image: PlannedImage, _ descriptor: Descriptor, since start: ContinuousClock.Instant
  ) async throws -> Check {
    let begun = start.duration(to: .now).inSeconds
    let name = image.checkName
    workshop.events(.started(name, reason: "until its serial console offers a login", expected: nil))
    var result: BootResult
    do {
      result = try await BootStep(workshop: workshop, limit: limit).run(image, descriptor)
      // Booting it once more is not worth failing for.
      try? await workshop.store.remember(result, of: descriptor)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      result = BootResult(outcome: .failed, when: Date.now.ISO8601Format(), message: "\(error)")
    }
    switch result.message {
    case let message?: workshop.events(.failed(name, message: message))
    case nil: workshop.events(.finished(name, Completion(seconds: result.seconds)))
    }
    return Check(image: image, result: result, start: begun)
  }
}

extension PlannedImage {
  /// What booting this image is called.
  fileprivate var checkName: JobName { JobName(kind: .check, key: key, label: "boot of \(stem)") }

  /// The machine's own, and what QEMU takes beside it; most of that for translated code.
  fileprivate var bootDemand: Demand {
    Demand(cpus: appliance.hardware.cpus, memory: appliance.hardware.memory + (512 << 20))
  }
}
