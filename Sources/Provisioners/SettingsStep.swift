public import Recipes

/// Settings of the system, such as its time zone and its users, made in a system that is installed already.
///
/// What a derived recipe says of them under `install` is a step of this kind.
public struct SettingsStep: ProvisionerKind {
  public var settings: SystemSettings

  public init(_ settings: SystemSettings) {
    self.settings = settings
  }

  public static let field = Field(
    "settings", .record(RecipeSchema.settings(Set(installKeys.keys))),
    "Settings of the installed system, as under `install`.")

  public static let installKeys: [String: SettingEffect] = [
    "locale": .replaces, "keyboard": .replaces, "timezone": .replaces, "hostname": .replaces,
    "ntp_servers": .replaces, "dns_search": .replaces,
    "ca_certificates": .adds, "authorized_keys": .adds, "users": .adds,
    "lean": .addsAfterwards,
  ]

  public var title: String { "settings \(settings.origins.map(\.key).joined(separator: ", "))" }

  /// What a setting needs may have to be installed first.
  public var needsNetwork: Bool {
    settings.locale?.value.isMade == true || settings.keyboard != nil || !settings.certificates.isEmpty
      || !settings.timeServers.isEmpty || settings.users.contains { $0.value.sudo }
  }

  public func inputs(secrets: [String: String]) -> [Input] {
    let single = [
      ("locale", settings.locale?.value.text), ("keyboard", settings.keyboard?.value.text),
      ("timezone", settings.timezone?.value.text), ("hostname", settings.hostname?.value.text),
      ("ntp_servers", Self.text(settings.timeServers)), ("dns_search", Self.text(settings.searchDomains)),
    ]
    return single.compactMap { key, value in value.map { Input("install.\(key)", $0) } }
      + settings.certificates.map { Input("install.ca_certificates \($0.value.name)", $0.value.text) }
      + settings.authorizedKeys.map { Input("install.authorized_keys", $0.value.text) }
      + settings.lean.map { Input("install.lean \($0.value.rawValue)", "left out") }
      + settings.users.map { Input("install.users \($0.value.name)", Self.text($0.value)) }
  }

  private static func text(_ names: [Sourced<Hostname>]) -> String? {
    names.isEmpty ? nil : names.map(\.value.text).joined(separator: " ")
  }

  private static func text(_ user: User) -> String {
    let groups = user.groups.map(\.text).joined(separator: ",")
    let keys = user.authorizedKeys.map(\.text).joined(separator: ", ")
    return "'\(user.fullName)' groups \(groups) \(user.sudo ? "sudo " : "")keys \(keys)"
  }
}

// MARK: Reading

extension SettingsStep {
  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    guard let written = item[name], written.text == nil, written.items.isEmpty else { return [] }
    let settings = reader.settings(written)
    guard let first = settings.origins.first else {
      // What is written may be wrong, which is said, or there already.
      if !installKeys.keys.contains(where: { written[$0] != nil }) {
        reader.report("'settings' sets nothing", at: written.origin)
      }
      return []
    }
    return [Step(SettingsStep(settings), from: settings.origins.count == 1 ? first.origin : item.origin)]
  }
}

extension SettingsStep: Codable {
  public init(from decoder: any Decoder) throws {
    settings = try decoder.singleValueContainer().decode(SystemSettings.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(settings)
  }
}
