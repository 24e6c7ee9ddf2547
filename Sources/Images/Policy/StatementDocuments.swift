import JSON

/// What documents say that stand beside an image, once their signatures hold; who calls this has made sure of that.
extension StatementFacts {
  /// Takes what test results say; `tests.json`.
  ///
  /// - Throws: `JSONError`, `DecodingError` for what is none.
  public mutating func take(tests bytes: [UInt8]) throws {
    let document = try decodeJSON(JSONValue.self, from: bytes)
    let list = document["tests"]?.array ?? []
    let outcomes = list.compactMap { test in
      test["name"]?.string.map { ($0, test["outcome"]?.string ?? "unknown") }
    }
    // The test that only looks says what it saw, such as `22, 80`.
    let ports = list.first { $0["name"]?.string == "listening ports" && $0["outcome"]?.string == "passed" }
    tests = Tests(
      passed: document["passed"]?.bool ?? false, outcomes: Dictionary(outcomes, uniquingKeysWith: { $1 }),
      ports: (ports?["message"]?.string).flatMap(Self.ports))
  }

  /// Takes the packages of an SBOM; SPDX 2.3 as JSON. What no package manager has installed is left out.
  ///
  /// - Throws: as ``take(tests:)``.
  public mutating func take(spdx bytes: [UInt8]) throws {
    let document = try decodeJSON(JSONValue.self, from: bytes)
    let installed = (document["packages"]?.array ?? []).compactMap { package -> (String, Package)? in
      let places = (package["externalRefs"]?.array ?? []).compactMap { $0["referenceLocator"]?.string }
      guard places.contains(where: { $0.hasPrefix("pkg:deb/") || $0.hasPrefix("pkg:rpm/") }),
        let name = package["name"]?.string, let version = package["versionInfo"]?.string
      else { return nil }
      let licence = package["licenseDeclared"]?.string
      return (name, Package(version: version, licence: licence == "NOASSERTION" ? nil : licence))
    }
    packages = Dictionary(installed, uniquingKeysWith: { first, _ in first })
  }

  /// Takes what a residue scan found and no recipe allows; `residue.json`.
  ///
  /// - Throws: as ``take(tests:)``.
  public mutating func take(residue bytes: [UInt8]) throws {
    let document = try decodeJSON(JSONValue.self, from: bytes)
    residue = (document["findings"]?.array ?? []).filter { $0["allowed"]?.string == nil }.map { finding in
      "\(finding["path"]?.string ?? "free space"): \(finding["message"]?.string ?? "")"
    }
    if residue?.isEmpty == true, document["clean"]?.bool != true {
      residue = ["the scan does not say that it is clean"]
    }
  }

  /// nil for a text that is no list of ports.
  private static func ports(_ text: String) -> [String]? {
    if text == "none" { return [] }
    let words = text.split(separator: ",").map { $0.drop { $0 == " " } }
    return !words.isEmpty && words.allSatisfy { Int($0) != nil } ? words.map { "\($0)/tcp" } : nil
  }
}
