import Recipes

extension CheckedFile {
  public init(_ file: Installer.MediaFile) {
    self.init(addresses: file.addresses, check: Check(file.check), size: file.size)
  }
}

extension CheckedFile.Check {
  fileprivate init(_ check: Installer.MediaFile.Check) {
    switch check {
    case .sha256(let digest): self = .sha256(digest)
    case .sha512(let digest): self = .sha512(digest)
    case .checksums(let list):
      self = .list(
        SignedList(addresses: list.addresses, signatures: list.signatures, keyring: list.keyring))
    }
  }
}

extension Installer.Media {
  /// The files that are given one by one; none for an archive, whose index says what there is.
  public var files: [CheckedFile] {
    switch self {
    case .direct(let media): [CheckedFile(media.kernel), CheckedFile(media.initrd)]
    case .iso(let media): [CheckedFile(media.iso)]
    case .image(let image): [CheckedFile(image)]
    case .archive, .bootstrap: []
    }
  }
}
