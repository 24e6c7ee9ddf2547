extension GuestCommand {
  /// Installs packages in one transaction, without what is merely recommended, by the package manager that the image has.
  ///
  /// An archive whose index cannot be had fails it: older packages would pass for the newest. An index that changed while it
  /// was fetched is fetched once more, and packages that are gone since are tried once more with a new index. What a build
  /// alone needs of apt's settings, every command has by `APT_CONFIG`.
  public static func install(_ packages: [String], environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(
      program: program(
        apt: "--no-install-recommends install -- \"$@\"",
        dnf: "--setopt=install_weak_deps=False install -- \"$@\"", yum: "install -- \"$@\"",
        none: """
          echo "the image has no package manager that is known here: apt-get, dnf or yum" >&2
            exit 1
          """),
      arguments: packages, environment: environment)
  }

  /// Brings all packages to the newest versions that the image's archives have; removes none. An image without a package
  /// manager has nothing to bring. Archives are treated as by ``install(_:environment:)``.
  public static func upgrade(environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(
      program: program(
        apt: "--no-install-recommends --with-new-pkgs upgrade",
        dnf: "--setopt=install_weak_deps=False upgrade", yum: "update",
        none: #"echo "no package manager that is known here: nothing is upgraded""#),
      environment: environment)
  }

  /// - Parameters: what each manager is told; `none`: what is done without any.
  private static func program(apt: String, dnf: String, yum: String, none: String) -> [UInt8] {
    let text = """
      \(functions)
      if command -v apt-get > /dev/null; then
        update fetch_index
        again 'Unable to fetch some archives' update_anew apt-get -q -y \(apt)
      elif command -v dnf > /dev/null; then
        manager=dnf
        again '\(rpmGone)' forget dnf -y --refresh --setopt=skip_if_unavailable=False \(dnf)
      elif command -v yum > /dev/null; then
        manager=yum
        again '\(rpmGone)' forget yum -y \(yum)
      else
        \(none)
      fi

      """
    return Array(text.utf8)
  }

  /// What yum, dnf and dnf5 say of a package, or of metadata that `repomd.xml` names, that no mirror has.
  private static let rpmGone =
    "rror downloading packages|[Aa]ll mirrors were (already )?tried|No more mirrors to try|Yum repo downloading error"

  /// - An index that apt cannot have is a mere warning to it, unless `Error-Mode` says otherwise, which apt before 2.3.7 does
  ///   not know; a bad signature, where an older index is there, stays a warning in all.
  /// - dnf leaves out a repository that it cannot read where its default says so; a repository's own setting stays.
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
