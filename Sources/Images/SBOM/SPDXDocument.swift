import Digests
import Foundation
import JSON

/// A bill of materials as SPDX 2.3 writes it in JSON (ISO/IEC 5962's successor); spdx.github.io/spdx-spec/v2.3.
///
/// Files are not listed: SPDX asks for a SHA-1 of each. What a component was found in stands with its SHA-256.
private struct SPDXDocument: Encodable {
  var spdxVersion = "SPDX-2.3"
  var dataLicense = "CC0-1.0"
  var identifier = "SPDXRef-DOCUMENT"
  var name: String
  var documentNamespace: String
  var creationInfo: Creation
  var packages: [Package]
  var relationships: [Relationship]
  var hasExtractedLicensingInfos: [ExtractedLicense]?
  var comment: String?

  private enum CodingKeys: String, CodingKey {
    case identifier = "SPDXID"
    case spdxVersion, dataLicense, name, documentNamespace, creationInfo, packages, relationships
    case hasExtractedLicensingInfos, comment
  }

  struct Creation: Encodable {
    var created: Date
    var creators: [String]
  }

  struct Package: Encodable {
    var identifier: String
    var name: String
    var versionInfo: String?
    var packageFileName: String?
    var supplier: String?
    var downloadLocation = "NOASSERTION"
    var filesAnalyzed = false
    var checksums: [Checksum]?
    var sourceInfo: String?
    var licenseConcluded = "NOASSERTION"
    var licenseDeclared = "NOASSERTION"
    var copyrightText = "NOASSERTION"
    var externalRefs: [Reference]?
    var primaryPackagePurpose: String
    var comment: String?

    private enum CodingKeys: String, CodingKey {
      case identifier = "SPDXID"
      case name, versionInfo, packageFileName, supplier, downloadLocation, filesAnalyzed, checksums,
        sourceInfo
      case licenseConcluded, licenseDeclared, copyrightText, externalRefs, primaryPackagePurpose, comment
    }
  }

  struct Checksum: Encodable {
    var algorithm = "SHA256"
    var checksumValue: String
  }

  struct Reference: Encodable {
    var referenceCategory: String
    var referenceType: String
    var referenceLocator: String
  }

  struct Relationship: Encodable {
    var spdxElementId: String
    var relationshipType: String
    var relatedSpdxElement: String
  }

  struct ExtractedLicense: Encodable {
    var licenseId: String
    var name: String
    var extractedText: String
  }
}

extension BillOfMaterials {
  /// As SPDX 2.3 writes it in JSON.
  ///
  /// - Parameter tool: the version of Kiln.
  public func spdx(tool: String) throws -> [UInt8] { [UInt8](try prettyJSON(SPDXDocument(self, tool: tool))) }
}

extension SPDXDocument {
  fileprivate init(_ bill: BillOfMaterials, tool: String) {
    let subject = bill.subject
    var image = Package("SPDXRef-Image", subject.name, subject.version, purpose: "OPERATING_SYSTEM")
    image.checksums = [Checksum(checksumValue: subject.digest)]
    image.add(cpe: bill.system?.cpe)
    image.comment = bill.system.map { "the image of a system: \($0.name)" }
    var names = UniqueNames()
    packages = [image]
    for package in bill.packages { packages.append(Package(package, of: bill, &names)) }
    for component in bill.components { packages.append(Package(component, &names)) }
    relationships =
      [
        Relationship(
          spdxElementId: identifier, relationshipType: "DESCRIBES", relatedSpdxElement: image.identifier)
      ]
      + packages.dropFirst().map {
        Relationship(
          spdxElementId: image.identifier, relationshipType: "CONTAINS", relatedSpdxElement: $0.identifier)
      }
    name = [subject.name, subject.version].compactMap(\.self).joined(separator: "-")
    documentNamespace = "urn:uuid:\(documentUUID("spdx", bill))"
    creationInfo = Creation(created: subject.created, creators: ["Tool: kiln-\(tool)"])
    comment = bill.remarks.isEmpty ? nil : bill.remarks.joined(separator: "\n")
    let references = Set(packages.flatMap { Self.references($0.licenseDeclared) }).sorted()
    hasExtractedLicensingInfos = references.isEmpty ? nil : references.map(Self.extracted)
  }

  /// The names in an expression that are none of SPDX's.
  private static func references(_ expression: String) -> [String] {
    expression.split { $0 == " " || $0 == "(" || $0 == ")" }.filter { $0.hasPrefix(SPDXLicense.reference) }
      .map(String.init)
  }

  private static func extracted(_ reference: String) -> ExtractedLicense {
    let name = String(reference.dropFirst(SPDXLicense.reference.count))
    return ExtractedLicense(
      licenseId: reference, name: name,
      extractedText:
        "What the package calls '\(name)'; the text is in the package's copyright file in the image.")
  }
}

extension SPDXDocument.Package {
  fileprivate init(_ identifier: String, _ name: String, _ version: String?, purpose: String) {
    self.identifier = identifier
    self.name = name
    versionInfo = version
    primaryPackagePurpose = purpose
  }

  fileprivate init(
    _ package: BillOfMaterials.Package, of bill: BillOfMaterials, _ names: inout UniqueNames
  ) {
    let whole = "\(bill.packageFormat) \(package.name) \(package.version) \(package.architecture)"
    self.init(
      Self.identifier(package.name, names.take(whole)), package.name, package.version, purpose: "LIBRARY")
    supplier = package.supplier.map(Self.actor)
    licenseDeclared = package.license ?? licenseDeclared
    sourceInfo = "built package from: \(package.source) \(package.sourceVersion)"
    add(purl: PackageURL.text(package, of: bill))
    add(cpe: KnownCPE.package(package))
    comment = package.architecture.isEmpty ? nil : "architecture: \(package.architecture)"
  }

  fileprivate init(_ component: ContentsComponent, _ names: inout UniqueNames) {
    let whole = "\(component.kind.rawValue) \(component.name) \(component.version ?? "") \(component.path)"
    self.init(
      Self.identifier(component.name, names.take(whole)), component.name, component.version,
      purpose: component.kind == .elf && component.properties["soname"] == nil ? "APPLICATION" : "LIBRARY")
    packageFileName = component.path
    checksums = component.digest.map { [.init(checksumValue: $0)] }
    licenseDeclared = component.license ?? licenseDeclared
    add(purl: PackageURL.text(component))
    let properties = component.properties.sorted { $0.key < $1.key }.map { "; \($0.key): \($0.value)" }
    comment = "found as \(component.kind.rawValue), of no package" + properties.joined()
  }

  fileprivate mutating func add(purl: String?) {
    guard let purl else { return }
    externalRefs =
      (externalRefs ?? []) + [
        .init(referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl)
      ]
  }

  fileprivate mutating func add(cpe: String?) {
    guard let cpe else { return }
    externalRefs =
      (externalRefs ?? []) + [
        .init(referenceCategory: "SECURITY", referenceType: "cpe23Type", referenceLocator: cpe)
      ]
  }

  /// SPDX 2.3, 7.2: letters, digits, `.` and `-`; names that differ in other signs are told apart by a digest.
  private static func identifier(_ name: String, _ whole: String) -> String {
    let plain = name.map { sign in
      sign.isASCII && (sign.isLetter || sign.isNumber || sign == "." || sign == "-") ? sign : "-"
    }
    return "SPDXRef-\(String(plain))-\(sha256(whole).prefix(8))"
  }

  /// `Organization: NAME (ADDRESS)` of `NAME <ADDRESS>`; parentheses mean an address.
  private static func actor(_ supplier: String) -> String {
    let parts = supplier.split(separator: "<", maxSplits: 1)
    let name = (parts.first ?? "").filter { !"()\"".contains($0) }.trimmingCharacters(in: .whitespaces)
    let address = parts.count > 1 ? parts[1].prefix { $0 != ">" } : ""
    let isPlain = address.wholeMatch(of: #/[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+/#) != nil
    return "Organization: \(name.isEmpty ? "unnamed" : name)" + (isPlain ? " (\(address))" : "")
  }
}
