import Machine
import XML

/// Reads which file of an OVA is its disk (DMTF DSP0243, Open Virtualization Format, 7.1 and 9.1).
public enum OVF {
  /// - Parameter name: the OVA, for messages.
  /// - Returns: the file's name in the OVA.
  /// - Throws: `UnusableImage` unless there is exactly one disk.
  public static func disk(_ descriptor: [UInt8], name: String) throws(UnusableImage) -> String {
    let references = References()
    do throws(XMLError) { try readXML(descriptor, name, references) } catch {
      throw UnusableImage(
        name: name,
        reason: "its OVF cannot be read: line \(error.line), column \(error.column): \(error.reason)")
    }
    let disks = references.disks.compactMap { references.files[$0] }
    guard let disk = disks.first, disks.count == 1 else {
      throw UnusableImage(name: name, reason: "its OVF names \(disks.count) disks; one can be taken over")
    }
    return disk
  }
}

private final class References: XMLHandler {
  /// Names by id.
  var files: [String: String] = [:]
  /// The ids of files that are disks.
  var disks: [String] = []

  func start(_ element: XMLElement, depth: Int) {
    if element.isNamed("File"), let id = element.attribute("id"), let name = element.attribute("href") {
      files[id] = name
    }
    if element.isNamed("Disk"), let file = element.attribute("fileRef") { disks.append(file) }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  func end(depth: Int) {}
}
