private import Foundation
import XML

/// Reads which files of an OVA are disks (DMTF DSP0243, Open Virtualization Format, 7.1, 8.3 and 9.1).
enum OVF {
  /// A disk of the machine.
  struct Disk: Hashable, Sendable {
    /// The file's name in the OVA; nil for a disk that is empty.
    var file: String?
    /// Bytes.
    var capacity: UInt64
  }

  /// - Parameter name: the OVA, for messages.
  /// - Returns: the file's name in the OVA.
  /// - Throws: `UnusableImage` unless there is exactly one disk with a file.
  static func disk(_ descriptor: [UInt8], name: String) throws(UnusableImage) -> String {
    let disks = try read(descriptor, name).disks.compactMap(\.file)
    guard let disk = disks.first, disks.count == 1 else {
      throw UnusableImage(name: name, reason: "its OVF names \(disks.count) disks; one can be taken over")
    }
    return disk
  }

  /// - Parameter name: the OVA, for messages.
  /// - Returns: in the order of the hardware that they are attached to.
  /// - Throws: `UnusableImage` where there is none, or it cannot be read.
  static func disks(_ descriptor: [UInt8], name: String) throws(UnusableImage) -> [Disk] {
    let disks = try read(descriptor, name).disks
    guard !disks.isEmpty else { throw UnusableImage(name: name, reason: "its OVF names no disk") }
    if disks.contains(where: { $0.file == nil && $0.capacity == 0 }) {
      throw UnusableImage(name: name, reason: "its OVF does not say how large an empty disk is")
    }
    return disks
  }

  private static func read(_ descriptor: [UInt8], _ name: String) throws(UnusableImage) -> References {
    let references = References()
    do throws(XMLError) { try readXML(descriptor, name, references) } catch {
      throw UnusableImage(
        name: name,
        reason: "its OVF cannot be read: line \(error.line), column \(error.column): \(error.reason)")
    }
    return references
  }
}

private final class References: XMLHandler {
  /// Names by id.
  private var files: [String: String] = [:]
  private var found: [(id: String, file: String?, capacity: UInt64)] = []
  /// The ids of disks as hardware names them.
  private var attached: [String] = []
  /// What stands in the host resource that is being read.
  private var resource: [UInt8]?

  var disks: [OVF.Disk] {
    let disks = found.compactMap { disk -> (id: String, disk: OVF.Disk)? in
      guard let id = disk.file else { return (disk.id, OVF.Disk(file: nil, capacity: disk.capacity)) }
      return files[id].map { (disk.id, OVF.Disk(file: $0, capacity: disk.capacity)) }
    }
    let places = Dictionary(
      attached.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return disks.enumerated()
      .sorted { (places[$0.element.id] ?? .max, $0.offset) < (places[$1.element.id] ?? .max, $1.offset) }
      .map(\.element.disk)
  }

  func start(_ element: XMLElement, depth: Int) {
    if element.isNamed("File"), let id = element.attribute("id"), let name = element.attribute("href") {
      files[id] = name
    }
    if element.isNamed("Disk") {
      let units = element.attribute("capacityAllocationUnits") ?? "byte"
      found.append(
        (
          element.attribute("diskId") ?? "", element.attribute("fileRef"),
          Self.bytes(element.attribute("capacity") ?? "", units: units)
        ))
    }
    if element.isNamed("HostResource") { resource = [] }
  }

  func text(_ bytes: UnsafeRawBufferPointer) { resource?.append(contentsOf: bytes) }

  func end(depth: Int) {
    guard let text = resource.map({ String(decoding: $0, as: UTF8.self) }) else { return }
    resource = nil
    // `ovf:/disk/ID`; products leave the `ovf:` out.
    if let id = text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "/").last {
      attached.append(String(id))
    }
  }

  /// Of units such as `byte * 2^30` (DSP0004, annex C.1); 0 for what cannot be told, or is more than any disk has.
  private static func bytes(_ capacity: String, units: String) -> UInt64 {
    guard let count = UInt64(capacity) else { return 0 }
    let words = units.split(whereSeparator: { $0 == " " || $0 == "*" })
    guard words.first == "byte" else { return 0 }
    var result = count
    for word in words.dropFirst() {
      guard word.hasPrefix("2^"), let power = UInt64(word.dropFirst(2)), power < 60 else { return 0 }
      let (product, overflow) = result.multipliedReportingOverflow(by: 1 << power)
      guard !overflow else { return 0 }
      result = product
    }
    return result <= 1 << 50 ? result : 0
  }
}
