import Foundation
import Images
import JSON
import Planning
import Testing

@testable import Storage

/// The installer of each family, from its CD image to a sealed image: the stand-in fetches its answers as the real one
/// does, and lays the disks out as they say.
struct FamilyTests {
  @Test(arguments: Family.all) func anInstallerFollowsItsAnswers(_ family: Family) async throws {
    let place = try await Workplace.with(family)
    let plan = try place.plan("base")
    let report = try await place.build(plan)
    #expect(report.images.map(\.failure) == [nil])
    let phases = ["started", "partitioning", "bootstrapping", "configuring", "finishing", "finished"]
    let lines = place.events.withLock { $0 }
    #expect(lines.filter { $0.hasPrefix("phase: ") } == phases.map { "phase: \($0)" })
    // The provisioned system is mounted as its fstab says.
    #expect(lines.contains("mounted: \(family.mounts.joined(separator: " "))"), "\(lines)")

    let files = ImageFiles(folder: place.output, image: plan.images[0])
    let descriptor = try decodeJSON(
      Descriptor.self, from: try Data(contentsOf: URL(fileURLWithPath: files.descriptor)))
    #expect(descriptor.kiln.firmware.rawValue == family.firmware)
    #expect(descriptor.disks.compactMap { $0.file?.path } == ["base-1.qcow2", "base-1-data.qcow2"])
    #expect(place.store.images.state(of: plan.images[0]) == .current)
  }
}
