extension Step {
  /// What the step does, for people.
  public var title: String {
    switch self {
    case .packages(let names): "packages \(names.map(\.value).joined(separator: " "))"
    case .file(let step): "file \(step.source.written)"
    case .script(let step): "script \(step.source.written)"
    }
  }

  /// Files come from the host; packages and whatever scripts do may come from elsewhere.
  public var needsNetwork: Bool {
    if case .file = self { false } else { true }
  }

  /// The names of the secrets that it sees.
  public var secrets: [String] {
    if case .script(let step) = self { step.secrets } else { [] }
  }

  public var isPackages: Bool {
    if case .packages = self { true } else { false }
  }
}
