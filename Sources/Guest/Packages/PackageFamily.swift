/// The package managers that Kiln drives.
public enum PackageFamily: String, Hashable, Sendable, CaseIterable {
  case apt, dnf

  /// Installs its arguments in one transaction, having fetched what the archives hold now.
  var installScript: String {
    switch self {
    case .apt:
      """
      #!/bin/sh -e
      apt-get -q -o APT::Update::Error-Mode=any update
      exec apt-get -q -y --no-install-recommends install -- "$@"
      """
    case .dnf:
      """
      #!/bin/sh -e
      exec dnf -q -y --refresh --setopt=install_weak_deps=False install -- "$@"
      """
    }
  }
}

extension GuestSession {
  /// Installs packages with all they need and nothing they merely recommend; package lists stay until sealing.
  /// - Parameters:
  ///   - environment: such as `http_proxy`.
  ///   - limit, onOutput: see ``run(_:limit:onOutput:)``.
  /// - Returns: the package manager's exit status.
  /// - Throws: as ``run(_:limit:onOutput:)``.
  public func installPackages(
    _ names: [String],
    family: PackageFamily,
    environment: [String: String] = [:],
    limit: Duration? = nil,
    onOutput: @escaping @Sendable (String) -> Void
  ) async throws -> ScriptResult {
    for name in names where name.isEmpty || name.hasPrefix("-") || name.contains(where: \.isWhitespace) {
      throw GuestError.script(reason: "'\(name)' is no package name")
    }
    let script = GuestScript(
      content: Array(family.installScript.utf8), arguments: names, environment: environment)
    return try await run(script, limit: limit, onOutput: onOutput)
  }
}
