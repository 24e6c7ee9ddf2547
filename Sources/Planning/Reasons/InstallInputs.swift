import AnswerFiles
import JSON
import Recipes

/// What determines an installed disk: the answer file, the media, the disks and the machine.
enum InstallInputs {
  /// Begins the names of an answer file's lines.
  static let answerLine = "answers: "

  static func of(_ appliance: Appliance, answers: AnswerFile) -> [Input] {
    media(of: appliance.installer) + bootstrap(of: appliance, packages: answers.packages)
      + machine(of: appliance) + pin(of: appliance) + settings(of: appliance)
      + lines(of: answers, asWritten: appliance.installer.kind != .debianInstaller)
  }

  private static func media(of installer: Installer) -> [Input] {
    let kind = Input("installer.kind", installer.kind.rawValue)
    switch installer {
    case .program(let program):
      switch program.media {
      // What the archive serves today is not an input: the layer records it, and freshness asks about it.
      case .debianInstaller(.archive(let media)):
        return [
          kind, Input("installer.media.package", media.package), suite(media.archive),
          Input("installer.components", media.components.joined(separator: " ")),
        ]
      case .debianInstaller(.files(let files)), .anaconda(let files), .subiquity(let files):
        return [kind] + inputs(files)
      }
    case .bootstrap(let bootstrap): return [kind, suite(bootstrap.archive)]
    case .image(let image):
      let tree = image.tree.map { [Input("installer.tree", $0.value)] } ?? []
      let repositories = image.repositories.map { Input("installer.repositories.\($0.name)", $0.path.value) }
      return [kind, file("image", image.file)] + tree + repositories
    }
  }

  private static func suite(_ archive: Installer.ArchiveSource) -> Input {
    Input("installer.media.suite", archive.suite.text)
  }

  private static func inputs(_ files: Installer.BootFiles) -> [Input] {
    switch files {
    case .direct(let media): [file("kernel", media.kernel), file("initrd", media.initrd)]
    case .iso(let media):
      [
        file("iso", media.iso), Input("installer.media.kernel", media.kernel),
        Input("installer.media.initrd", media.initrd),
      ]
    }
  }

  /// A file by its digest; one that a signed list has the digest of by its name and by whose signature it is.
  private static func file(_ name: String, _ file: Installer.MediaFile) -> Input {
    switch file.check {
    case .sha256(let digest), .sha512(let digest): return Input("installer.media.\(name)", digest)
    case .checksums(let list):
      return Input("installer.media.\(name)", "\(list.file) signed by a key of \(list.keyringSHA256)")
    }
  }

  /// What no answer file says of a system that is unpacked: its packages, and its disk.
  private static func bootstrap(of appliance: Appliance, packages: [String]) -> [Input] {
    guard case .bootstrap = appliance.installer else { return [] }
    let storage = appliance.install.storage
    let partitions = storage.partitions.enumerated().map { index, partition in
      Input("install.storage.partitions \(index + 1)", text(of: partition.value))
    }
    return [
      Input("packages", packages.joined(separator: " ")),
      Input("install.storage.table", storage.table.value.rawValue),
    ] + partitions
  }

  private static func text(of partition: Storage.Partition) -> String {
    let extent = partition.extent
    let room = "\(extent.size) \(extent.grow ? "grow" : "fixed") \(extent.maximum.map(String.init) ?? "")"
    guard case .mount(let filesystem, let mount) = partition.use else { return "swap \(room)" }
    return "\(filesystem.rawValue) \(mount) \(room)"
  }

  /// What most of an answer file's lines follow from, by the keys that recipes and sites write.
  private static func settings(of appliance: Appliance) -> [Input] {
    let install = appliance.install
    func text<Name: FormedText>(_ list: [Sourced<Name>], _ separator: String = " ") -> String? {
      list.isEmpty ? nil : list.map(\.value.text).joined(separator: separator)
    }
    var inputs = [
      ("timezone", install.timezone.value.text), ("locale", install.locale.value.text),
      ("keyboard", install.keyboard.value.text), ("hostname", install.hostname.value.text),
      ("mirror", install.mirror?.value.text), ("proxy", install.proxy?.value.text),
      ("ntp_servers", text(install.timeServers)), ("dns_search", text(install.searchDomains)),
      ("authorized_keys", text(install.authorizedKeys, "\n")),
      ("kernel_arguments", text(install.kernelArguments)),
    ].compactMap { key, value in value.map { Input("install.\(key)", $0) } }
    inputs += install.certificates.map { Input("install.ca_certificates \($0.value.name)", $0.value.text) }
    inputs += install.users.map { Input("install.users \($0.value.name)", counted($0)) }
    if case .bootstrap = appliance.installer { return inputs }
    return inputs + [Input("install.storage", counted(install.storage))]
      + (text(install.packages).map { [Input("install.packages", $0)] } ?? [])
  }

  /// As text that differs where a key would.
  private static func counted(_ value: some Encodable) -> String {
    (try? canonicalJSON(value, omitting: Uncounted.list)) ?? ""
  }

  private static func machine(of appliance: Appliance) -> [Input] {
    let disks = appliance.hardware.disks.map {
      Input("hardware.disks.\($0.name)", "\($0.role.rawValue) \($0.size)")
    }
    let arguments = (appliance.installer.program?.kernelArguments ?? []).map(\.value).joined(separator: " ")
    return disks + [
      Input("os.arch", appliance.system.architecture),
      Input("hardware.firmware", appliance.hardware.firmware.rawValue),
      Input("installer.kernel_arguments", arguments),
    ]
  }

  private static func pin(of appliance: Appliance) -> [Input] {
    guard let pin = appliance.pin else { return [] }
    return (pin.snapshot.map { [Input("installer.snapshot", $0.time.text)] } ?? [])
      + [Input("SOURCE_DATE_EPOCH", "\(pin.epoch)")]
  }

  /// One input a line, called by its first two words, so that a difference can be named.
  ///
  /// - Parameter asWritten: also what lines are indented by, and empty ones: they are part of a script, or of a text in it, but
  ///   mean nothing in a preseed.
  private static func lines(of answers: AnswerFile, asWritten: Bool) -> [Input] {
    answers.keyText.split(separator: "\n", omittingEmptySubsequences: !asWritten).dropLast(asWritten ? 1 : 0)
      .map { line in
        let words = line.split(separator: " ", maxSplits: 2)
        let name = words.prefix(2).joined(separator: " ")
        let isPlain = !asWritten || line == words.joined(separator: " ")
        return Input(answerLine + name, isPlain ? words.dropFirst(2).joined() : String(line))
      }.withUniqueNames()
  }
}
