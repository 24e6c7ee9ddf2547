public import Recipes

/// Packages that are installed with the family's package manager, in one transaction.
public struct PackagesStep: ProvisionerKind {
  public var names: [Sourced<String>]

  public init(_ names: [Sourced<String>]) {
    self.names = names
  }

  public static let field = Field(
    "packages", .list(of: .text(.package)), "Packages to install, in one transaction.")
  public static let hasShortForm = true

  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    let names = item.sourcedStrings(name)
    return names.isEmpty ? [] : [Step(PackagesStep(names), from: item.origin)]
  }

  public var title: String { "packages \(names.map(\.value).joined(separator: " "))" }
  public var needsNetwork: Bool { true }
  public var fetchesPackages: Bool { true }

  public func inputs(secrets: [String: String]) -> [Input] {
    [Input("packages", names.map(\.value).joined(separator: " "))]
  }
}

extension PackagesStep: Codable {
  public init(from decoder: any Decoder) throws {
    names = try decoder.singleValueContainer().decode([Sourced<String>].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(names)
  }
}
