/// Reads the merged `installer`.
extension ApplianceReader {
  mutating func installer() -> Installer {
    let installer = value["installer"] ?? .nothing
    let repositories = installer["repositories"]
    let media = installer["media"] ?? .nothing
    let mirrors: [Sourced<HTTPAddress>] = media.formedList("mirrors")
    let named = (repositories?.members?.keys.sorted() ?? []).compactMap { name in
      repositories?.sourced(name).map { Installer.Repository(name: name, path: $0) }
    }
    func program(_ media: Installer.Program.Media, _ answers: Installer.PartialAnswers?) -> Installer {
      .program(
        Installer.Program(
          media: media, answers: answers, mirrors: mirrors, tree: installer.sourced("tree"),
          repositories: named, memory: installer.size("memory"),
          kernelArguments: installer.sourcedStrings("kernel_arguments")))
    }
    switch installer.choice("kind", else: Installer.Kind.debianInstaller) {
    case .debianInstaller:
      return program(
        .debianInstaller(debianMedia(media, installer.strings("components"))), answers(installer))
    case .anaconda: return program(.anaconda(bootFiles(media)), answers(installer))
    case .subiquity: return program(.subiquity(bootFiles(media)), answers(installer))
    case .bootstrap:
      return .bootstrap(
        Installer.Bootstrap(archive: archive(media), answers: answers(installer), mirrors: mirrors))
    case .image:
      return .image(
        Installer.Image(
          file: file(media["image"] ?? .nothing, limit: diskLimit), mirrors: mirrors,
          tree: installer.sourced("tree"), repositories: named))
    }
  }

  private mutating func answers(_ installer: Value) -> Installer.PartialAnswers? {
    installer["answers"].flatMap { written in
      attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
        try sources.answers(path, of: recipe)
      }
    }
  }

  private mutating func debianMedia(_ media: Value, _ components: [String]) -> Installer.DebianMedia {
    guard let package = media["package"]?.text else { return .files(bootFiles(media)) }
    return .archive(
      Installer.ArchiveMedia(package: package, archive: archive(media), components: components.sorted()))
  }

  private mutating func bootFiles(_ media: Value) -> Installer.BootFiles {
    let (kernel, initrd) = (media["kernel"] ?? .nothing, media["initrd"] ?? .nothing)
    guard let iso = media["iso"] else {
      return .direct(Installer.DirectMedia(kernel: file(kernel), initrd: file(initrd)))
    }
    return .iso(
      Installer.ISOMedia(
        iso: file(iso), kernel: kernel.string("iso_path"), initrd: initrd.string("iso_path")))
  }

  private func archive(_ media: Value) -> Installer.ArchiveSource {
    Installer.ArchiveSource(suite: media.required("suite").value, keyring: media.string("keyring"))
  }

  private mutating func file(_ value: Value, limit: SourceReader.Limit = .medium) -> Installer.MediaFile {
    let digest = value["sha256"]?.text
    let size = value["size"].map { _ in Int64(value.integer("size")) }
    if let file = value["file"] {
      let found = attempt(file) { (path, recipe, sources) throws(SourceReader.Fault) in
        try sources.media(path, sha256: digest, of: recipe, limit: limit)
      }
      var local = found ?? Installer.MediaFile(addresses: [], check: .sha256(""))
      local.size = size
      return local
    }
    let addresses = addresses(value, "path")
    let name = addresses.first?.split(separator: "/").last.map(String.init) ?? ""
    let checksums = value["checksums"].map {
      Installer.MediaFile.Check.checksums(self.checksums($0, of: name))
    }
    let long = value["sha512"]?.text.map { Installer.MediaFile.Check.sha512($0) }
    return Installer.MediaFile(
      addresses: addresses, check: checksums ?? long ?? .sha256(digest ?? ""), size: size)
  }

  private mutating func checksums(_ value: Value, of file: String) -> Installer.SignedChecksums {
    let keyring = value["keyring"].flatMap { written in
      attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
        try sources.keyring(path, of: recipe)
      }
    }
    // The signature is given as the list is: both by URL, or both by path.
    let signatures = value["signature"].map { signature in
      value["path"] == nil ? [signature.text ?? ""] : addresses(value, "signature")
    }
    return Installer.SignedChecksums(
      file: file, addresses: addresses(value, "path"), signatures: signatures ?? [],
      keyring: keyring?.path ?? "", keyringSHA256: keyring?.sha256 ?? "")
  }

  /// The URL of a file, or those that a path has below the mirrors: first the one that builds fetch from.
  private func addresses(_ value: Value, _ key: String) -> [String] {
    guard let path = value[key]?.text else { return [value.string("url")] }
    let mirrors: [Sourced<HTTPAddress>] = self.value["installer"]?["media"]?.formedList("mirrors") ?? []
    return Appliance.mirrors(mirrors, first: buildMirror).map { mirror in
      mirror.hasSuffix("/") ? mirror + path : "\(mirror)/\(path)"
    }
  }
}
