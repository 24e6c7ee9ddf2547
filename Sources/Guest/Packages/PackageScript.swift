import Families

extension GuestCommand {
  /// Installs packages in one transaction, without what is merely recommended, by the package manager that the image has.
  ///
  /// An archive whose index cannot be had fails it: older packages would pass for the newest. An index that changed while it
  /// was fetched is fetched once more, and packages that are gone since are tried once more with a new index. What a build
  /// alone needs of apt's settings, every command has by `APT_CONFIG`.
  public static func install(_ packages: [String], environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(
      program: program(
        { "\($0.install) -- \"$@\"" },
        none: """
          echo "the image has no package manager that is known here: \(known)" >&2
            exit 1
          """),
      arguments: packages, environment: environment)
  }

  /// Brings all packages to the newest versions that the image's archives have; removes none. An image without a package
  /// manager has nothing to bring. Archives are treated as by ``install(_:environment:)``.
  public static func upgrade(environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(
      program: program(
        { $0.upgrade },
        none: #"echo "no package manager that is known here: nothing is upgraded""#),
      environment: environment)
  }

  private static var known: String {
    let names = PackageManager.all.map(\.program)
    return "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
  }

  /// - Parameters:
  ///   - command: what a manager is told, in the shell's words.
  ///   - none: what is done without any.
  private static func program(_ command: (PackageManager) -> String, none: String) -> [UInt8] {
    let branches = PackageManager.all.map { manager in
      """
      if command -v \(manager.program) > /dev/null; then
        \(prepare(manager))
        again '\(manager.gone)' \(refresh(manager)) \(command(manager))
      """
    }
    let text = """
      \(functions)
      \(branches.joined(separator: "\nel"))
      else
        \(none)
      fi

      """
    return Array(text.utf8)
  }

  private static func prepare(_ manager: PackageManager) -> String {
    switch manager.index {
    case .fetchedFirst: "update fetch_index"
    case .fetchedWithEach: "manager=\(manager.program)"
    }
  }

  /// The function that fetches an index anew, or has the next command do so.
  private static func refresh(_ manager: PackageManager) -> String {
    switch manager.index {
    case .fetchedFirst: "update_anew"
    case .fetchedWithEach: "forget"
    }
  }

  /// An index that apt cannot have is a mere warning to it, unless `Error-Mode` says otherwise, which apt before 2.3.7 does
  /// not know; a bad signature, where an older index is there, stays a warning in all.
  private static let functions = #"""
    #!/bin/sh
    set -e
    output=$(mktemp)
    trap 'rm -f "$output"' EXIT
    exec 3>&1

    # Runs a command and shows what it prints as it comes; keeps that in $output, and the exit status in $status.
    watch() {
      status=$({ { "$@" 2>&1 3>&- 4>&- && echo 0 >&4 || echo "$?" >&4; } | tee "$output" >&3; } 4>&1)
      return "$status"
    }

    fetch_index() {
      watch apt-get -q -o APT::Update::Error-Mode=any "$@" update || return 1
      ! grep -Eq 'Some index files failed to download|previous index files will be used' "$output"
    }
    fetch_index_anew() { fetch_index -o Acquire::http::No-Cache=true; }

    # Runs what fetches the index; where a mirror put another in its place meanwhile, once more.
    update() {
      if "$@"; then return; fi
      if grep -Eq 'Mirror sync in progress|Hash Sum mismatch|File has unexpected size' "$output"; then
        echo "kiln: the archive changed while its index was fetched: once more"
        if fetch_index_anew; then return; fi
      fi
      [ "$status" = 0 ] || exit "$status"
      echo "kiln: an archive's index could not be had; the lines above say which and why" >&2
      exit 100
    }
    update_anew() { update fetch_index_anew; }
    forget() { "$manager" -q clean metadata; }

    # Runs a command; where that prints PATTERN, which says that packages could not be had, once more after REFRESH.
    again() {
      pattern=$1 refresh=$2
      shift 2
      if watch "$@"; then return; fi
      grep -Eq "$pattern" "$output" || exit "$status"
      echo "kiln: packages are not there as the index has them: the index is fetched anew, then once more"
      "$refresh"
      watch "$@" || exit "$status"
    }
    """#
}
