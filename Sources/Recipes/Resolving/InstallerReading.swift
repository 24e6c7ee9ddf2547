/// Reads the merged `installer`.
extension ApplianceReader {
  mutating func installer() -> Installer {
    let installer = value["installer"] ?? .nothing
    let repositories = installer["repositories"]
    return Installer(
      kind: installer.choice("kind", else: .debianInstaller),
      answers: installer["answers"].flatMap { written in
        attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
          try sources.answers(path, of: recipe)
        }
      },
      media: media(installer),
      mirrors: installer["media"]?.sourcedStrings("mirrors") ?? [],
      tree: installer.sourced("tree"),
      repositories: (repositories?.members?.keys.sorted() ?? []).compactMap { name in
        repositories?.sourced(name).map { Installer.Repository(name: name, path: $0) }
      },
      memory: installer.size("memory"),
      kernelArguments: installer.sourcedStrings("kernel_arguments"))
  }

  private mutating func media(_ installer: Value) -> Installer.Media {
    let media = installer["media"] ?? .nothing
    let archive = Installer.ArchiveSource(
      suite: media.string("suite"), keyring: media.string("keyring"))
    if let image = media["image"] { return .image(file(image, limit: diskLimit)) }
    if let iso = media["iso"], let kernel = media["kernel"], let initrd = media["initrd"] {
      return .iso(
        Installer.ISOMedia(
          iso: file(iso), kernel: kernel.string("iso_path"), initrd: initrd.string("iso_path")))
    }
    if let kernel = media["kernel"], let initrd = media["initrd"] {
      return .direct(Installer.DirectMedia(kernel: file(kernel), initrd: file(initrd)))
    }
    guard let package = media["package"]?.text else { return .bootstrap(archive) }
    return .archive(
      Installer.ArchiveMedia(
        package: package, archive: archive, components: installer.strings("components").sorted()))
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
    let mirrors = self.value["installer"]?["media"]?.sourcedStrings("mirrors") ?? []
    return Appliance.mirrors(mirrors, first: buildMirror).map { mirror in
      mirror.hasSuffix("/") ? mirror + path : "\(mirror)/\(path)"
    }
  }
}
