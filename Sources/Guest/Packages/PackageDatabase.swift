internal import CGuestFS
import Families

extension InstalledPackage {
  init(_ application: guestfs_application2) {
    let epoch = application.app2_epoch == 0 ? "" : "\(application.app2_epoch):"
    let release = String(cString: application.app2_release)
    self.init(
      name: String(cString: application.app2_name),
      version: epoch + String(cString: application.app2_version) + (release.isEmpty ? "" : "-" + release),
      architecture: String(cString: application.app2_arch))
  }
}

/// Everything that a system's package manager counts as installed.
public struct GuestPackages: Hashable, Sendable {
  /// `deb` or `rpm`; another name, or `unknown`, for any other package manager.
  public var format: String
  public var packages: [InstalledPackage]

  public init(format: String, packages: [InstalledPackage]) {
    self.format = format
    self.packages = packages
  }
}

extension GuestSession {
  /// Reads the package manager's database, without running anything of the system.
  public func packages() throws -> GuestPackages {
    guard let root else { throw GuestError.operatingSystems(found: []) }
    let format = try packageFormat ?? handle.packageFormat(root: root)
    packageFormat = format
    return GuestPackages(format: format, packages: try handle.packages(root: root))
  }
}

extension GuestCommand {
  /// Prints a line for each fault of rpm's database, as `nginx-1.26-1.x86_64: libpcre2.so.8 is needed`; none where the image
  /// has no rpm.
  ///
  /// Several of a kernel, of its modules and of keys are there by intent (dnf.conf(5), installonlypkgs).
  public static let rpmFaults = GuestCommand(
    program: Array(
      #"""
      #!/bin/sh
      command -v rpm >/dev/null || exit 0
      rpm -Va --nofiles --noscripts --nodigest --nosignature 2>&1 |
        sed -nE 's/^[[:space:]]+(.* (is needed by|conflicts with|is obsoleted by) .*)$/\1/p; /^error: /p' | sort -u
      rpm -qa --qf '%{NAME}.%{ARCH}\n' | grep -vE '^(gpg-pubkey|kernel|kmod-)' | sort | uniq -d |
        sed 's/$/ is installed more than once/'

      """#.utf8), name: "rpm")
}
