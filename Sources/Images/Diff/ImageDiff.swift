/// What differs between two images.
public struct ImageDiff: Hashable, Sendable, Codable {
  /// All that is compared, in the order in which it is told.
  public static let sections: [any DiffSection.Type] = [
    PackageSection.self, ComponentSection.self, FileSection.self, SettingsSection.self, UserSection.self,
    GroupSection.self, RightsSection.self, ServiceSection.self, PortSection.self, KernelSection.self,
    ModuleSection.self, KernelArgumentSection.self, VulnerabilitySection.self, LicenseSection.self,
    TestSection.self, FolderSection.self, ChainSection.self, AnswerSection.self,
  ]

  /// The name of the section that asks for data of others.
  public static let vulnerabilities = VulnerabilitySection.name

  /// The images' titles.
  public var before: String
  public var after: String
  /// Whether the systems differ in anything but what every build writes again.
  public var isDifferent: Bool
  /// Those that were asked for; one that found nothing has no changes.
  public var sections: [DiffSectionResult]
  /// How many files differ that every build writes again, by what they are.
  public var generated: [String: Int]

  private enum CodingKeys: String, CodingKey {
    case before, after, sections, generated
    case isDifferent = "different"
  }

  /// - Parameter names: the sections that are compared; nil for all.
  public init(_ before: DiffSide, _ after: DiffSide, only names: Set<String>? = nil) {
    let pair = DiffPair(before, after)
    let kinds = Self.sections.filter { names?.contains($0.name) ?? true }
    var results = kinds.map { kind in
      let found = kind.compare(pair)
      return DiffSectionResult(
        name: kind.name, title: kind.title, changes: found.changes, remarks: found.remarks)
    }
    Self.tellWithPackages(&results)
    self.before = before.title
    self.after = after.title
    isDifferent = zip(kinds, results).contains { $0.isOfSystem && !$1.changes.isEmpty }
    for index in results.indices { results[index].changes = results[index].changes.map(\.printable) }
    sections = results
    generated = pair.generated
  }

  /// Moves what follows from a package's change to that change, where packages are told of.
  private static func tellWithPackages(_ results: inout [DiffSectionResult]) {
    guard let packages = results.firstIndex(where: { $0.name == PackageSection.name }) else { return }
    for index in results.indices where index != packages {
      let section = results[index]
      results[index].changes = section.changes.filter { change in
        guard let package = change.package,
          let place = results[packages].changes.firstIndex(where: { $0.subject == package })
        else { return true }
        results[packages].changes[place].notes.append(
          "\(change.kind.rawValue) with it: \(change.subject)\(change.after.map { " (\($0))" } ?? "")")
        return false
      }
    }
  }
}
