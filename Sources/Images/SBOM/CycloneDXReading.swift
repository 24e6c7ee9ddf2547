import Foundation
import JSON

extension BillOfMaterials {
  /// Reads a document that ``cycloneDX(tool:)`` has written: what is known of a build is not read from its disks again.
  ///
  /// - Parameter name: what it is called in errors.
  /// - Throws: `JSONError`; ``VulnerabilityDataError`` for a document of another program, which says less.
  public init(cycloneDX bytes: [UInt8], name: String) throws {
    let document: CycloneDXDocument
    do {
      document = try decodeJSON(CycloneDXDocument.self, from: bytes)
    } catch is DecodingError {
      throw VulnerabilityDataError(name: name, reason: "is no CycloneDX document that Kiln has written")
    }
    let image = document.metadata.component
    guard document.specVersion == "1.6",
      document.metadata.tools.components.contains(where: { $0.name == "kiln" })
    else {
      throw VulnerabilityDataError(
        name: name,
        reason: "is not written by Kiln; give the image itself, or the document beside an image of Kiln's")
    }
    self.init(
      subject: Subject(
        name: image.name, version: image.version, digest: image.hashes?.first?.content ?? "",
        created: document.metadata.timestamp), packageFormat: "unknown", packages: [],
      remarks: (document.metadata.properties ?? []).filter { $0.name == "kiln:remark" }.map(\.value))
    for component in document.components {
      let values = Dictionary(
        (component.properties ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      if component.type == "operating-system" {
        system = System(
          id: component.name, version: component.version, codename: values["kiln:codename"],
          name: values["kiln:name"] ?? component.name, cpe: component.cpe)
      } else if component.type == "file" {
        files = (files ?? []) + [File(path: component.name, digest: component.hashes?.first?.content ?? "")]
      } else if let format = values["kiln:package:format"] {
        packageFormat = format
        packages.append(Package(component, values))
      } else if let found = ContentsComponent(component, values) {
        components.append(found)
      }
    }
  }
}

extension BillOfMaterials.Package {
  fileprivate init(_ component: CycloneDXDocument.Component, _ values: [String: String]) {
    self.init(
      name: component.name, version: component.version ?? "",
      architecture: values["kiln:package:architecture"] ?? "", source: values["kiln:source:name"],
      sourceVersion: values["kiln:source:version"], license: component.expression,
      supplier: component.supplier?.name)
  }
}

extension ContentsComponent {
  fileprivate init?(_ component: CycloneDXDocument.Component, _ values: [String: String]) {
    let prefix = "kiln:component:"
    guard let kind = values["\(prefix)kind"].flatMap(Kind.init) else { return nil }
    let own = values.filter {
      $0.key.hasPrefix(prefix) && !["\(prefix)kind", "\(prefix)path"].contains($0.key)
    }
    self.init(
      kind, component.name, version: component.version, license: component.expression,
      path: values["\(prefix)path"] ?? "", digest: component.hashes?.first?.content,
      properties: Dictionary(
        own.map { (String($0.key.dropFirst(prefix.count)), $0.value) },
        uniquingKeysWith: { first, _ in first }))
  }
}

extension CycloneDXDocument.Component {
  fileprivate var expression: String? {
    guard let license = licenses?.first else { return nil }
    return license.expression ?? license.license?.id
      ?? license.license?.name.map { SPDXLicense.reference + $0 }
  }
}
