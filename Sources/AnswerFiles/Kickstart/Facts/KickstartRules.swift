/// What pykickstart asks of a command's options together: what its commands' `parse` refuses, after what ``KickstartFacts`` says.
///
/// An option that a release does not have cannot be given there, so that few rules ask for the release.
enum KickstartRule {
  /// No two of them; `<>` stands for a word that is no option.
  case atMostOne([String])
  case atLeastOne([String])
  /// The first only with the second.
  case needs(String, String)
  /// So many words that are no options.
  case words(ClosedRange<Int>)
  /// Whatever else is wrong, or nil.
  case check(@Sendable (KickstartArguments, KickstartVersion) -> String?)

  /// What is wrong with a command; nil where nothing is.
  static func problem(_ arguments: KickstartArguments, _ version: KickstartVersion) -> String? {
    (rules[arguments.name.text] ?? []).lazy.compactMap { $0.problem(arguments, version) }.first
  }

  func problem(_ arguments: KickstartArguments, _ version: KickstartVersion) -> String? {
    let name = arguments.name.text
    func isGiven(_ option: String) -> Bool {
      option == "<>" ? !arguments.words.isEmpty : arguments.has(option)
    }
    func list(_ options: [String]) -> String {
      options.map { $0 == "<>" ? "a word" : "'\($0)'" }.joined(separator: ", ")
    }
    switch self {
    case .atMostOne(let options):
      let given = options.filter(isGiven)
      return given.count > 1 ? "'\(name)' takes only one of \(list(given))" : nil
    case .atLeastOne(let options):
      return options.contains(where: isGiven) ? nil : "'\(name)' needs one of \(list(options))"
    case .needs(let option, let other):
      return isGiven(option) && !isGiven(other) ? "'\(option)' of '\(name)' needs \(list([other]))" : nil
    case .words(let count):
      guard !count.contains(arguments.words.count) else { return nil }
      let wanted =
        count.lowerBound == count.upperBound
        ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      return "'\(name)' takes \(count.upperBound == .max ? "\(count.lowerBound) or more" : wanted) words"
        + ", not \(arguments.words.count)"
    case .check(let check): return check(arguments, version)
    }
  }

  /// Of commands that read their words by themselves.
  static let realm: @Sendable ([String]) -> String? = { words in
    guard let command = words.first else { return "'realm' needs 'join' and the name of a realm" }
    guard command == "join" else { return "'realm' cannot '\(command)'; it knows 'join' alone" }
    let valued = [
      "client-software", "server-software", "membership-software", "one-time-password", "computer-ou",
    ]
    var rest = words.dropFirst()
    while let word = rest.first, word.hasPrefix("--"), word != "--" {
      rest.removeFirst()
      let option = word.dropFirst(2).prefix { $0 != "=" }
      if option == "no-password" {
        if word.contains("=") { return "'--no-password' of 'realm' takes no value" }
      } else if !valued.contains(String(option)) {
        return "'realm join' does not read '--\(option)'"
      } else if !word.contains("="), rest.popFirst() == nil {
        return "'--\(option)' of 'realm' needs a value"
      }
    }
    return rest.count == 1 ? nil : "'realm join' takes one realm, not \(rest.count)"
  }

  private static let rules: [String: [KickstartRule]] = [
    "autopart": [
      onePBKDF, .atMostOne(["--noswap", "--hibernation"]),
      .check { arguments, version in
        let isBtrfs = arguments.value("--type")?.lowercased() == "btrfs"
        if arguments.value("--fstype") == "btrfs" {
          return "'btrfs' is no '--fstype' of 'autopart'; use '--type=btrfs'"
        }
        if isBtrfs, arguments.has("--fstype") { return "'autopart --type=btrfs' takes no '--fstype'" }
        return isBtrfs && !version.hasBtrfs ? "\(version.title) has no btrfs; use another '--type'" : nil
      }, hardwarePassphrase,
      .check { arguments, _ in
        guard arguments.value("--type")?.lowercased() == "stratis" else { return nil }
        let refused = [
          "--luks-version", "--pbkdf", "--pbkdf-memory", "--pbkdf-time", "--pbkdf-iterations",
          "--hw-passphrase",
          "--escrowcert", "--backuppassphrase", "--cipher", "--fstype",
        ]
        return refused.first(where: arguments.has).map { "'autopart --type=stratis' takes no '\($0)'" }
      },
    ],
    "bootloader": [
      .atMostOne(["--sdboot", "--extlinux"]),
      .check { arguments, _ in
        arguments.value("--boot-drive")?.contains(",") == true ? "'--boot-drive' takes one disk" : nil
      },
    ],
    "btrfs": [
      .check { arguments, _ in
        if arguments.words.isEmpty { return "'btrfs' needs a mount point" }
        if arguments.words.count == 1 {
          return arguments.has("--subvol")
            ? "a subvolume needs its volume" : "'btrfs' needs the partitions that it is made of"
        }
        return nil
      }, .needs("--subvol", "--name"), noFormat(or: "--useexisting"),
    ],
    "cmdline": [
      .check { arguments, _ in
        arguments.has("--non-interactive")
          ? "'cmdline' asks nothing anyway; leave '--non-interactive' out" : nil
      }
    ],
    "driverdisk": [
      .words(0...1), .atMostOne(["<>", "--source", "--biospart"]),
      .atLeastOne(["<>", "--source", "--biospart"]),
    ],
    "eula": [.atLeastOne(["--agreed"])],
    "harddrive": [.atMostOne(["--biospart", "--partition"]), .atLeastOne(["--biospart", "--partition"])],
    "ignoredisk": [
      .check { arguments, version in
        // RHEL 8 still reads the last one, and ignores it.
        let options = ["--drives", "--only-use"] + (version.age == 7 ? ["--interactive"] : [])
        return options.count(where: arguments.has) == 1
          ? nil : "'ignoredisk' takes one of '--drives', '--only-use'"
      }
    ],
    "install": [
      .check { arguments, _ in
        arguments.value("--root-device") == "" ? "'--root-device' of 'install' is empty" : nil
      }
    ],
    "keyboard": [.words(0...1), .atLeastOne(["<>", "--vckeymap", "--xlayouts"])],
    "logging": [.needs("--port", "--host")],
    "logvol": logicalVolume,
    "mount": [
      .check { arguments, _ in
        guard let place = arguments.words.dropFirst().first?.text else { return nil }
        return place.lowercased() == "none" || place.hasPrefix("/") ? nil : "'\(place)' is no mount point"
      },
      .check { arguments, _ in
        arguments.has("--mkfsoptions") && arguments.value("--reformat") == nil
          ? "'--mkfsoptions' of 'mount' needs '--reformat'" : nil
      },
    ],
    "network": network,
    "nvdimm": [
      .atMostOne(["--namespace", "--blockdevs"]),
      .check { arguments, _ in
        if arguments.words.first?.text == "use" { return nil }
        if !arguments.has("--namespace") { return "'nvdimm reconfigure' needs '--namespace'" }
        return arguments.value("--mode") == "sector" && !arguments.has("--sectorsize")
          ? "'nvdimm reconfigure --mode=sector' needs '--sectorsize'" : nil
      },
      .check { arguments, _ in
        arguments.words.first?.text == "use" && !arguments.has("--namespace") && !arguments.has("--blockdevs")
          ? "'nvdimm use' needs '--namespace' or '--blockdevs'" : nil
      },
    ],
    "ostreesetup": [
      .check { arguments, _ in
        let url = arguments.value("--url") ?? ""
        return ["file:", "http:", "https:"].contains(where: url.hasPrefix)
          ? nil : "'--url' of 'ostreesetup' is no address of a file or of HTTP"
      }
    ],
    "part": partition,
    "partition": partition,
    "raid": array,
    "repo": [.atMostOne(["--baseurl", "--mirrorlist", "--metalink"])],
    "rescue": [.atMostOne(["--nomount", "--romount"])],
    "rhsm": [
      .check { arguments, _ in
        arguments.options.contains { $0.name == "--activation-key" && $0.value?.isEmpty == true }
          ? "'--activation-key' of 'rhsm' is empty" : nil
      }
    ],
    "rootpw": [
      .check { arguments, _ in
        arguments.words.first?.text.isEmpty ?? true && !arguments.has("--lock")
          ? "'rootpw' needs a password, or '--lock'" : nil
      }
    ],
    "services": [.atLeastOne(["--disabled", "--enabled"])],
    "snapshot": [
      .check { arguments, _ in
        let origin = arguments.words.first?.text.split(separator: "/", omittingEmptySubsequences: false) ?? []
        return origin.count == 2 && origin.allSatisfy { !$0.isEmpty } ? nil : "'snapshot' takes GROUP/VOLUME"
      }
    ],
    "sshpw": [.check { arguments, _ in arguments.words.isEmpty ? "'sshpw' needs a password" : nil }],
    "timesource": [.atMostOne(timeSources), .atLeastOne(timeSources)],
    "timezone": [
      .check { arguments, _ in
        arguments.words.isEmpty && arguments.options.isEmpty ? "'timezone' needs a time zone" : nil
      },
      .words(0...1), .atMostOne(["--nontp", "--ntpservers"]),
    ],
    "updates": [.words(0...1)],
    "url": [
      .atMostOne(["--mirrorlist", "--url", "--metalink"]),
      .atLeastOne(["--mirrorlist", "--url", "--metalink"]),
    ],
    "volgroup": [
      .check { arguments, _ in
        let isThere = arguments.has("--useexisting") || arguments.has("--noformat")
        if arguments.words.isEmpty { return "'volgroup' needs the name of its group" }
        if arguments.words.count == 1, !isThere {
          return "'volgroup' needs the partitions that it is made of"
        }
        return arguments.words.count > 1 && isThere ? "a volume group that is there takes no partitions" : nil
      },
      .check { arguments, _ in
        if let space = arguments.value("--reserved-space").flatMap({ Int($0) }), space < 0 {
          return "'--reserved-space' is less than nothing"
        }
        guard let part = arguments.value("--reserved-percent").flatMap({ Int($0) }) else { return nil }
        return (1...99).contains(part) ? nil : "'--reserved-percent' is not from 1 to 99"
      },
    ],
    "zfcp": [
      .check { arguments, _ in
        ["--wwpn", "--fcplun"].count(where: arguments.has) == 1
          ? "'zfcp' takes '--wwpn' and '--fcplun' together, or neither" : nil
      }
    ],
    "stratisfs": [.needs("--maxsize", "--grow")],
    "stratispool": [
      .check { arguments, _ in
        if arguments.words.isEmpty { return "'stratispool' needs the name of its pool" }
        if arguments.words.count == 1, !arguments.has("--useexisting") {
          return "'stratispool' needs the devices that it is made of"
        }
        return arguments.words.count > 1 && arguments.has("--useexisting")
          ? "a pool that is there takes no devices" : nil
      }, .needs("--passphrase", "--encrypted"),
    ],
  ]

  private static let timeSources = ["--ntp-server", "--ntp-pool", "--ntp-disable"]
  private static let network: [KickstartRule] = [
    .needs("--bridgeopts", "--bridgeslaves"), .needs("--ipv4-dns-search", "--device"),
    .needs("--ipv6-dns-search", "--device"),
    .needs("--ipv4-ignore-auto-dns", "--device"), .needs("--ipv6-ignore-auto-dns", "--device"),
    .check { arguments, _ in
      guard arguments.has("--bridgeopts"), let options = arguments.value("--bridgeopts") else { return nil }
      let areGood = options.split(separator: ",").allSatisfy { option in
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[1].isEmpty && !parts[1].contains("=")
      }
      return areGood ? nil : "'--bridgeopts' takes KEY=VALUE, with commas between them"
    },
    .check { arguments, _ in
      arguments.value("--bindto") == "mac" && arguments.has("--vlanid") && !arguments.has("--bondopts")
        ? "a VLAN is bound to no '--bindto=mac'" : nil
    },
    // Later ones take any name.
    .check { arguments, version in
      guard version.age == 7 else { return nil }
      let name = arguments.value("--interfacename") ?? ""
      let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      var number: Substring?
      if parts.count > 1 {
        if parts[0] == "vlan" { return "what stands before the dot of '--interfacename' cannot be 'vlan'" }
        number = parts[1]
      } else if name.hasPrefix("vlan") {
        number = name.dropFirst(4)
      }
      return number.map { Int($0).map((0...4095).contains) ?? false } ?? true
        ? nil : "'--interfacename=\(name)' does not end with the number of a VLAN"
    },
  ]
}
