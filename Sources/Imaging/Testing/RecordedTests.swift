import Files
import Foundation
public import Images
public import Storage

extension Store {
  /// What is recorded of how an image's tests went: of a build in the store what is attached to it; of an image in a folder what stands
  /// beside it, if it is of these disks.
  ///
  /// - Returns: nil where nothing is recorded, as of layers and of single disks.
  /// - Throws: what is wrong with the record.
  public func recordedTests(of source: ImageSource) throws -> TestReport? {
    if let build = source.build { return try images.testReport(of: build) }
    guard let descriptor = source.descriptor, let disk = source.disks.first(where: { $0.path != nil })?.path
    else { return nil }
    let name = "\(descriptor.identifier)-\(descriptor.version).\(AttachmentKind.tests.rawValue)"
    guard name.isFileName else { return nil }
    let path = URL(fileURLWithPath: disk).deletingLastPathComponent().appendingPathComponent(name).path
    guard let bytes = try PlainFile.contents(path, limit: 64 << 20) else { return nil }
    let report: TestReport
    do {
      report = try TestReport(Array(bytes))
    } catch {
      throw FileError("\(path) cannot be read: \(error)", reason: "move it away, or test the image again")
    }
    let system = descriptor.disks.first { $0.type == .os } ?? descriptor.disks.first
    return report.image.digest == system?.file?.digest ? report : nil
  }
}
