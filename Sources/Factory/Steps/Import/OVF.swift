import Foundation
import FoundationXML
import Machine

/// Reads which file of an OVA is its disk (DMTF DSP0243, Open Virtualization Format, 7.1 and 9.1).
enum OVF {
  /// - Parameter name: the OVA, for messages.
  /// - Returns: the file's name in the OVA.
  /// - Throws: `UnusableImage` unless there is exactly one disk.
  static func disk(_ descriptor: Data, name: String) throws(UnusableImage) -> String {
    let references = References()
    let parser = XMLParser(data: descriptor)
    parser.delegate = references
    guard parser.parse(), parser.parserError == nil else {
      throw UnusableImage(name: name, reason: "its OVF is not well-formed XML")
    }
    let disks = references.disks.compactMap { references.files[$0] }
    guard let disk = disks.first, disks.count == 1 else {
      throw UnusableImage(name: name, reason: "its OVF names \(disks.count) disks; one can be taken over")
    }
    return disk
  }
}

private final class References: NSObject, XMLParserDelegate {
  /// Names by id.
  var files: [String: String] = [:]
  /// The ids of files that are disks.
  var disks: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    switch local(element) {
    case "File":
      if let id = value("id", attributes), let name = value("href", attributes) { files[id] = name }
    case "Disk":
      if let file = value("fileRef", attributes) { disks.append(file) }
    default: break
    }
  }

  private func value(_ name: String, _ attributes: [String: String]) -> String? {
    attributes.first { local($0.key) == name }?.value
  }

  private func local(_ name: String) -> Substring { name.split(separator: ":").last ?? "" }
}
