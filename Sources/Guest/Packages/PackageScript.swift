extension GuestCommand {
  /// Installs packages in one transaction, without what is merely recommended, by the package manager that the image has.
  ///
  /// What a build alone needs of apt's settings, every command has by `APT_CONFIG`.
  public static func install(_ packages: [String], environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(program: Array(script.utf8), arguments: packages, environment: environment)
  }

  /// Brings all packages to the newest versions that the image's archives have; removes none. An image without a package
  /// manager has nothing to bring.
  public static func upgrade(environment: [String: String] = [:]) -> GuestCommand {
    GuestCommand(program: Array(upgradeScript.utf8), environment: environment)
  }

  private static let upgradeScript = """
    #!/bin/sh
    set -e
    if command -v apt-get > /dev/null; then
      apt-get -q -o APT::Update::Error-Mode=any update
      apt-get -q -y --no-install-recommends --with-new-pkgs upgrade
    elif command -v dnf > /dev/null; then
      dnf -y --refresh --setopt=install_weak_deps=False upgrade
    elif command -v yum > /dev/null; then
      yum -y update
    else
      echo "no package manager that is known here: nothing is upgraded"
    fi

    """

  private static let script = """
    #!/bin/sh
    set -e
    if command -v apt-get > /dev/null; then
      apt-get -q -o APT::Update::Error-Mode=any update
      apt-get -q -y --no-install-recommends install -- "$@"
    elif command -v dnf > /dev/null; then
      dnf -y --refresh --setopt=install_weak_deps=False install -- "$@"
    elif command -v yum > /dev/null; then
      yum -y install -- "$@"
    else
      echo "the image has no package manager that is known here: apt-get, dnf or yum" >&2
      exit 1
    fi

    """
}
