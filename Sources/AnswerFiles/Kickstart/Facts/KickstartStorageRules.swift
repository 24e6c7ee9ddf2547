/// What pykickstart asks of commands that lay out disks.
extension KickstartRule {
  static let onePBKDF = KickstartRule.atMostOne(["--pbkdf-time", "--pbkdf-iterations"])

  static let hardwarePassphrase = KickstartRule.check { arguments, _ in
    guard arguments.has("--hw-passphrase") else { return nil }
    let isOpal =
      arguments.has("--encrypted") && arguments.value("--luks-version")?.hasPrefix("luks2-") == true
    return isOpal ? nil : "'--hw-passphrase' needs '--encrypted' and a '--luks-version' of luks2-hw-opal"
  }

  /// What makes no file system takes no options for making one.
  static func noFormat(or other: String? = nil) -> KickstartRule {
    .check { arguments, _ in
      let isKept = arguments.has("--noformat") || other.map(arguments.has) == true
      return isKept && arguments.has("--mkfsoptions")
        ? "'--mkfsoptions' has no effect where nothing is formatted" : nil
    }
  }

  static let oneProfile = KickstartRule.atMostOne(["--mkfsoptions", "--fsprofile"])

  static let noBtrfs = KickstartRule.check { arguments, version in
    let isBtrfs =
      arguments.value("--fstype") == "btrfs" || arguments.words.first?.text.hasPrefix("btrfs.") == true
    return isBtrfs && !version.hasBtrfs ? "\(version.title) has no btrfs; use another file system" : nil
  }

  static let partition: [KickstartRule] = [
    .needs("--resize", "--onpart"), .needs("--resize", "--size"), onePBKDF, noFormat(), oneProfile, noBtrfs,
    hardwarePassphrase,
    .check { arguments, _ in
      arguments.value("--fstype") == "tmpfs" && (arguments.has("--grow") || arguments.has("--maxsize"))
        ? "a tmpfs neither grows nor has a '--maxsize'" : nil
    },
  ]

  static let array: [KickstartRule] = [
    .check { arguments, _ in
      let isThere = arguments.has("--useexisting") || arguments.has("--noformat")
      let hasMembers = arguments.words.count > 1
      if !isThere, !hasMembers { return "'raid' needs the partitions that it is made of" }
      if isThere, hasMembers { return "an array that is there takes no partitions" }
      if !isThere, arguments.value("--level") == nil { return "'raid' needs '--level'" }
      return isThere && arguments.value("--device") == ""
        ? "an array that is there needs its '--device'" : nil
    },
    onePBKDF, noFormat(), oneProfile,
    // pykickstart lets it pass in RHEL 10.
    .check { arguments, version in version.age == 10 ? nil : noBtrfs.problem(arguments, version) },
  ]

  static let logicalVolume: [KickstartRule] = [
    .needs("--resize", "--useexisting"), .needs("--resize", "--size"), .needs("--thin", "--poolname"),
    .atMostOne(["--thin", "--thinpool"]), .atMostOne(["--size", "--percent"]), onePBKDF, noFormat(),
    oneProfile, noBtrfs,
    .check { arguments, _ in
      (arguments.has("--chunksize") || arguments.has("--metadatasize")) && !arguments.has("--thinpool")
        ? "'--chunksize' and '--metadatasize' are for thin pools alone" : nil
    },
    .check { arguments, _ in
      let sizes = ["--useexisting", "--noformat", "--size", "--percent", "--recommended", "--hibernation"]
      return sizes.contains(where: arguments.has) ? nil : "'logvol' needs a '--size'"
    },
    .check { arguments, _ in
      guard let part = arguments.value("--percent").flatMap({ Int($0) }) else { return nil }
      return (0...100).contains(part) ? nil : "'--percent' is not from 0 to 100"
    },
    .check { arguments, _ in
      guard ["--cachesize", "--cachemode", "--cachepvs"].contains(where: arguments.has) else { return nil }
      if arguments.has("--useexisting") || arguments.has("--noformat") {
        return "a volume that is there gets no cache"
      }
      if arguments.has("--thin") { return "a thin volume has no cache" }
      if !arguments.has("--cachepvs") { return "a cache needs '--cachepvs'" }
      if !arguments.has("--cachesize") { return "a cache needs '--cachesize'" }
      let mode = arguments.value("--cachemode") ?? ""
      return ["", "writeback", "writethrough"].contains(mode)
        ? nil : "'\(mode)' is neither writeback nor writethrough, which '--cachemode' takes"
    },
  ]
}
