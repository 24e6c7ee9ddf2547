public import Diagnostics
public import Recipes

/// What an installer reads, line by line, with where each line came from.
public struct AnswerFile: Hashable, Sendable, Codable {
  /// One physical line, without its line end.
  public struct Line: Hashable, Sendable, Codable {
    public var text: String
    public var origin: Origin
    /// Whether it belongs to a script: what looks like a comment there may be the first line of a file.
    public var isScript = false
    /// Whether it says only what no install ends without: it tells no two systems apart, and is in no key.
    var isImplied = false

    public init(_ text: String, from origin: Origin) {
      self.text = text
      self.origin = origin
    }
  }

  /// What it is called where it is served, such as `user-data`.
  public var name: String
  public var lines: [Line]
  /// Further files that the installer looks for beside it, by name.
  public var companions: [String: String]
  /// What the installer's own kernel command line must say for this file to be found and used, with placeholders.
  public var bootArguments: [String]
  /// The packages that the installer is told to install beyond its base system.
  public var packages: [String]
  /// Installer components that the answers rely on beyond what every install needs; empty where a family has none.
  public var components: [String]
  /// What a person should know of what they wrote, though nothing is wrong with it: what is dropped for a setting, what has
  /// no effect. In no key, and in no order.
  public var warnings: [Diagnostic] = []

  private enum CodingKeys: CodingKey { case name, lines, companions, bootArguments, packages, components }

  public init(
    name: String, lines: [Line], companions: [String: String] = [:], bootArguments: [String],
    packages: [String] = [], components: [String] = [], warnings: [Diagnostic] = []
  ) {
    self.name = name
    self.lines = lines
    self.companions = companions
    self.bootArguments = bootArguments
    self.packages = packages
    self.components = components
    self.warnings = Diagnostics(warnings)?.list ?? []
  }

  /// The file as the installer gets it. A placeholder without a value stays as it is.
  ///
  /// Values must be free of blanks, quotes and line ends; they stand in URLs, inside shell words.
  public func text(filling values: [Placeholder: String]) -> String {
    lines.map { Placeholder.fill($0.text, with: values) + "\n" }.joined()
  }

  /// ``bootArguments`` with the same values filled in.
  public func bootArguments(filling values: [Placeholder: String]) -> [String] {
    bootArguments.map { Placeholder.fill($0, with: values) }
  }

  /// What a layer's key is computed over: everything that reaches the installer, with the values of one build still
  /// placeholders, and without the comments and blank lines that change nothing.
  public var keyText: String {
    let answers = lines.filter { line in
      !line.isImplied
        && (line.isScript || !line.text.hasPrefix("#") && !line.text.allSatisfy(\.isWhitespace))
    }
    return (answers.map(\.text) + bootArguments + components).map { $0 + "\n" }.joined()
  }
}
