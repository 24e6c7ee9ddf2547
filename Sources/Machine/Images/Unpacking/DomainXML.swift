private import Foundation
import XML

/// Reads which files are the disks of a domain; libvirt, "Domain XML format", "Hard drives, floppy disks, CDROMs".
enum DomainXML {
  /// Whether a document is a domain at all: its first element says so.
  static func isDomain(_ document: [UInt8]) -> Bool {
    let disks = DomainDisks()
    try? readXML(document, "", disks)
    return disks.isDomain
  }

  /// - Parameter name: the archive that it is in, for messages.
  /// - Returns: the files' names, in the domain's order, without the folders that they were in.
  static func disks(_ document: [UInt8], name: String) throws(UnusableImage) -> [String] {
    let disks = DomainDisks()
    do throws(XMLError) { try readXML(document, name, disks) } catch {
      throw UnusableImage(
        name: name,
        reason: "its domain XML cannot be read: line \(error.line), column \(error.column): \(error.reason)")
    }
    guard !disks.files.isEmpty else {
      throw UnusableImage(name: name, reason: "its domain XML names no disk")
    }
    return disks.files
  }
}

private final class DomainDisks: XMLHandler {
  private(set) var isDomain = false
  private(set) var files: [String] = []
  /// How deep the disk is that is being read.
  private var disk: Int?

  func start(_ element: XMLElement, depth: Int) {
    if depth == 1 { isDomain = element.isNamed("domain") }
    if element.isNamed("disk"), isDomain, [nil, "disk"].contains(element.attribute("device")) {
      disk = depth
    }
    // Deeper ones are of what it is backed by.
    guard let disk, depth == disk + 1, element.isNamed("source"), let file = element.attribute("file"),
      let name = file.split(separator: "/").last
    else { return }
    files.append(String(name))
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  func end(depth: Int) {
    if depth == disk { disk = nil }
  }
}
