import Digests
import Foundation
import JSON

/// A bill of materials as CycloneDX 1.6 writes it in JSON (ECMA-424); cyclonedx.org/docs/1.6/json.
///
/// The same bill of materials gives the same bytes: its number and its time are the image's own.
struct CycloneDXDocument: Codable {
  var schema = "http://cyclonedx.org/schema/bom-1.6.schema.json"
  var bomFormat = "CycloneDX"
  var specVersion = "1.6"
  var serialNumber: String
  var version = 1
  var metadata: Metadata
  var components: [Component]
  var dependencies: [Dependency]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case bomFormat, specVersion, serialNumber, version, metadata, components, dependencies
  }

  struct Metadata: Codable {
    var timestamp: Date
    var tools: Tools
    var component: Component
    var properties: [Property]?
  }

  struct Tools: Codable {
    var components: [Component]
  }

  struct Component: Codable {
    var type: String
    var reference: String?
    var supplier: Supplier?
    var name: String
    var version: String?
    var hashes: [Hash]?
    var licenses: [License]?
    var cpe: String?
    var purl: String?
    var properties: [Property]?

    private enum CodingKeys: String, CodingKey {
      case reference = "bom-ref"
      case type, supplier, name, version, hashes, licenses, cpe, purl, properties
    }

    init(_ type: String, _ name: String, version: String? = nil, reference: String? = nil) {
      self.type = type
      self.name = name
      self.version = version
      self.reference = reference
    }
  }

  struct Supplier: Codable {
    var name: String
  }

  struct Hash: Codable {
    var alg = "SHA-256"
    var content: String
  }

  /// Either a licence, or an expression that is the only one.
  struct License: Codable {
    var license: Named?
    var expression: String?

    struct Named: Codable {
      var id: String?
      var name: String?
    }
  }

  struct Property: Codable {
    var name: String
    var value: String
  }

  struct Dependency: Codable {
    var ref: String
    var dependsOn: [String]
  }
}

extension BillOfMaterials {
  /// As CycloneDX 1.6 writes it in JSON.
  ///
  /// - Parameter tool: the version of Kiln.
  public func cycloneDX(tool: String) throws -> [UInt8] {
    [UInt8](try prettyJSON(CycloneDXDocument(self, tool: tool)))
  }
}

extension CycloneDXDocument {
  fileprivate init(_ bill: BillOfMaterials, tool: String) {
    let subject = bill.subject
    var image = Component("application", subject.name, version: subject.version, reference: "image")
    image.hashes = [Hash(content: subject.digest)]
    var references = UniqueNames()
    var components: [Component] = []
    if let system = bill.system { components.append(Component(system, &references)) }
    for package in bill.packages { components.append(Component(package, of: bill, &references)) }
    for component in bill.components { components.append(Component(component, &references)) }
    let parts = components.compactMap(\.reference)
    components += (bill.files ?? []).map { file in
      var component = Component("file", file.path)
      component.hashes = [Hash(content: file.digest)]
      return component
    }
    serialNumber = "urn:uuid:\(documentUUID("cyclonedx", bill))"
    metadata = Metadata(
      timestamp: subject.created,
      tools: Tools(components: [Component("application", "kiln", version: tool)]), component: image,
      properties: bill.remarks.isEmpty
        ? nil : bill.remarks.map { Property(name: "kiln:remark", value: $0) })
    self.components = components
    dependencies = [Dependency(ref: "image", dependsOn: parts)]
  }
}

extension CycloneDXDocument.Component {
  fileprivate init(_ system: BillOfMaterials.System, _ references: inout UniqueNames) {
    self.init(
      "operating-system", system.id, version: system.version, reference: references.take("os:\(system.id)"))
    cpe = system.cpe
    properties = [.init(name: "kiln:name", value: system.name)]
    if let codename = system.codename { properties?.append(.init(name: "kiln:codename", value: codename)) }
  }

  fileprivate init(
    _ package: BillOfMaterials.Package, of bill: BillOfMaterials, _ references: inout UniqueNames
  ) {
    purl = PackageURL.text(package, of: bill)
    type = "library"
    name = package.name
    version = package.version
    reference = references.take(purl ?? "package:\(name)@\(package.version)?arch=\(package.architecture)")
    supplier = package.supplier.map { .init(name: $0) }
    licenses = package.license.map(Self.licenses)
    cpe = KnownCPE.package(package)
    properties = [
      .init(name: "kiln:package:format", value: bill.packageFormat),
      .init(name: "kiln:package:architecture", value: package.architecture),
      .init(name: "kiln:source:name", value: package.source),
      .init(name: "kiln:source:version", value: package.sourceVersion),
    ]
  }

  fileprivate init(_ component: ContentsComponent, _ references: inout UniqueNames) {
    purl = PackageURL.text(component)
    type = component.kind == .elf && component.properties["soname"] == nil ? "application" : "library"
    name = component.name
    version = component.version
    reference = references.take("\(purl ?? "\(component.kind.rawValue):\(component.name)")#\(component.path)")
    hashes = component.digest.map { [.init(content: $0)] }
    licenses = component.license.map(Self.licenses)
    properties =
      [
        .init(name: "kiln:component:kind", value: component.kind.rawValue),
        .init(name: "kiln:component:path", value: component.path),
      ]
      + component.properties.sorted { $0.key < $1.key }.map {
        .init(name: "kiln:component:\($0.key)", value: $0.value)
      }
  }

  private static func licenses(_ expression: String) -> [CycloneDXDocument.License] {
    if expression.contains(" ") { return [.init(expression: expression)] }
    guard !SPDXLicense.isIdentifier(expression), !SPDXLicense.isGNU(expression) else {
      return [.init(license: .init(id: expression))]
    }
    let isReference = expression.hasPrefix(SPDXLicense.reference)
    let name = isReference ? String(expression.dropFirst(SPDXLicense.reference.count)) : expression
    return [.init(license: .init(name: name))]
  }
}

/// Names of which each is given once.
struct UniqueNames {
  private var counts: [String: Int] = [:]

  mutating func take(_ name: String) -> String {
    let count = counts[name, default: 0]
    counts[name] = count + 1
    return count == 0 ? name : "\(name)~\(count)"
  }
}

/// The identifier of a document about an image, which follows from the image alone: a UUID of version 8 (RFC 9562).
func documentUUID(_ purpose: String, _ bill: BillOfMaterials) -> String {
  let files = bill.files == nil ? "" : " files"
  var digits = Array(sha256("kiln \(purpose) \(bill.subject.digest)\(files)").prefix(32))
  digits[12] = "8"
  digits[16] = "8"
  return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
}
