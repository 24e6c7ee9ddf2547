public import Recipes

/// Packages that are installed with the family's package manager, in one transaction.
public struct PackagesStep: ProvisionerKind {
  public var names: [Sourced<PackageName>]

  public init(_ names: [Sourced<PackageName>]) {
    self.names = names
  }

  public static let field = Field(
    "packages", .list(of: .text(PackageName.form)), "Packages to install, in one transaction.")
  public static let hasShortForm = true
  public static let installKeys: [String: SettingEffect] = ["packages": .adds]

  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    let names: [Sourced<PackageName>] = item.formedList(name)
    return names.isEmpty ? [] : [Step(PackagesStep(names), from: item.origin)]
  }

  public var title: String { "packages \(names.map(\.value.text).joined(separator: " "))" }
  public var needsNetwork: Bool { true }
  public var fetchesPackages: Bool { true }

  public func inputs(secrets: [String: String]) -> [Input] {
    [Input("packages", names.map(\.value.text).joined(separator: " "))]
  }
}

extension PackagesStep: Codable {
  public init(from decoder: any Decoder) throws {
    names = try decoder.singleValueContainer().decode([Sourced<PackageName>].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(names)
  }
}
