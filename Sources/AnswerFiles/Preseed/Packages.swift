import Diagnostics
import Recipes

/// Packages of the installed system.
extension PreseedRenderer {
  /// Lets debootstrap install them with the base system: unpacked and configured once, not package by package.
  mutating func addPackages() {
    problems += install.packages.compactMap(\.problemForDebian)
    let given = takeFurtherPackages()
    let listed =
      preseed.directive("base-installer/includes")?.value.split(separator: " ").map(String.init) ?? []
    var seen = Set(listed)
    let added = (given + install.packages + neededPackages).filter { seen.insert($0.value.text).inserted }
    packages = listed + added.map(\.value.text)
    let placeholder = Sourced(Placeholder.packages.rawValue, from: .standard)
    preseed.extend(
      Directive(
        "base-installer/includes", "string", parts: added.map(\.asText) + [placeholder],
        from: added.first?.origin ?? .standard))
  }

  /// What a plain installer would install after its base system, by a component that is not loaded.
  private mutating func takeFurtherPackages() -> [Sourced<PackageName>] {
    guard let given = preseed.directive("pkgsel/include") else { return [] }
    preseed.remove("pkgsel/include")
    let words = given.parts.flatMap { part in
      // Such as `linux-tools-$(uname -r)`: the installer's kernel is not the system's.
      let running = part.value.matches(of: #/\S*\$\([^)]*\)\S*/#).map(\.output)
      for word in running {
        let message =
          "'\(word)' of 'pkgsel/include' is left out: nothing expands it; write the package's name"
        warnings.append(Diagnostic(message, from: part.origin))
      }
      return part.value.replacing(#/\S*\$\([^)]*\)\S*/#, with: "").split {
        $0 == " " || $0 == "," || $0 == "\t"
      }.map { Sourced(String($0), from: part.origin) }
    }
    return words.compactMap { word in
      guard let name = PackageName(word.value) else {
        let message = "pkgsel/include: '\(word.value)' is not \(PackageName.form.meaning)"
        problems.append(Diagnostic(message, from: word.origin))
        return nil
      }
      let package = Sourced(name, from: word.origin)
      if let problem = package.problemForDebian { problems.append(problem) }
      return package
    }
  }

  /// What other settings need to have an effect.
  private var neededPackages: [Sourced<PackageName>] {
    var packages: [Sourced<PackageName>] = []
    if install.locale.value.isMade { packages.append(Sourced("locales", from: install.locale.origin)) }
    if install.keyboard.value != "us" {
      packages.append(Sourced("console-setup", from: install.keyboard.origin))
    }
    if let user = install.users.first(where: \.value.sudo) {
      packages.append(Sourced("sudo", from: user.origin))
    } else if let user = GivenUser(preseed), user.isAdministrator {
      packages.append(Sourced("sudo", from: user.origin))
    }
    if let certificate = install.certificates.first {
      packages.append(Sourced("ca-certificates", from: certificate.origin))
    }
    if let server = install.timeServers.first {
      packages.append(Sourced("systemd-timesyncd", from: server.origin))
    }
    return packages + storagePackages
  }

  /// The tools of what is mounted: the initrd and the checks at boot use them.
  private var storagePackages: [Sourced<PackageName>] {
    let storage = install.storage
    var packages: [Sourced<PackageName>] = storage.uses.compactMap { use in
      Self.tools(of: use.value).map { Sourced($0, from: use.origin) }
    }
    packages += storage.volumeGroups.prefix(1).map { Sourced("lvm2", from: $0.origin) }
    packages += storage.arrays.prefix(1).map { Sourced("mdadm", from: $0.origin) }
    return packages
  }

  private static func tools(of use: Storage.Use) -> PackageName? {
    switch use {
    case .mount(.xfs, _): "xfsprogs"
    case .mount(.btrfs, _): "btrfs-progs"
    case .mount(.vfat, _): "dosfstools"
    case .mount(.ext4, _), .swap, .physicalVolume, .member: nil
    }
  }
}
