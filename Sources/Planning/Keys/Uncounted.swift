import Images
import JSON
import Recipes

/// What enters no key, by the type that has it. All else does, whatever is added to these types.
///
/// A property that is new and at its default changes no key; where that is another value than nil, false or nothing, it is
/// to be named here as well.
enum Uncounted {
  static let list = Dictionary(uniqueKeysWithValues: [
    // What is written where, and where on this host it is found.
    of(Sourced<String>.self, "origin"),
    of(Sourced<PackageName>.self, "origin"),
    of(Sourced<LocaleName>.self, "origin"),
    of(Sourced<KeyboardLayout>.self, "origin"),
    of(Sourced<TimeZoneName>.self, "origin"),
    of(Sourced<Hostname>.self, "origin"),
    of(Sourced<Certificate>.self, "origin"),
    of(Sourced<AuthorizedKey>.self, "origin"),
    of(Sourced<User>.self, "origin"),
    of(Sourced<LeanPart>.self, "origin"),
    of(Sourced<Storage.Table>.self, "origin"),
    of(Sourced<Storage.Partition>.self, "origin"),
    of(Sourced<Storage.RAIDArray>.self, "origin"),
    of(Sourced<Storage.VolumeGroup>.self, "origin"),
    of(Sourced<Storage.Volume>.self, "origin"),
    of(Step.self, "origin"),
    of(Source.self, "written", "path"),
    // A copy does not keep it.
    of(Source.Metadata.self, "lost"),
    // A file is what its digest says, wherever it is fetched; an archive is known by its suite, and what it serves is freshness.
    of(Installer.MediaFile.self, "addresses", "size"),
    of(Installer.SignedChecksums.self, "addresses", "signatures", "keyring"),
    of(Installer.ArchiveSource.self, "keyring"),
    // A state of an archive is known by its time, wherever it is kept.
    of(Snapshot.self, "archive", "security"),
    // Rendered into the answer file; mirrors serve the build only, and memory only lets it go on.
    of(Installer.self, "answers", "mirrors", "memory"),
    // A refresh is known by its time.
    of(Refresh.self, "reason", "sought"),
    // In the key of the layer that an image is sealed from, or, as with where secrets are found and how it is tested, in none.
    of(
      Appliance.self, "chain", "installer", "install", "pin", "secrets", "buildMirror", "values", "test",
      "residue",
      defaults: [
        "compression": .string("zstd"), "formats": .array([.string("qcow2")]), "qcow2Compat": .string("1.1"),
        "seal": .string("copied"),
      ]),
    // A certificate has one key.
    of(OVASigning.self, "key"),
    // A release is known by its manifest.
    of(Appliance.Base.self, "name", "version", "channel", "layers", "links"),
    // Told to people; no descriptor says it.
    of(OperatingSystem.self, "endOfLife"),
  ])

  private static func of(
    _ type: Any.Type, _ names: String..., defaults: [String: JSONValue] = [:]
  ) -> (ObjectIdentifier, Omission) {
    (ObjectIdentifier(type), Omission(Set(names), defaults: defaults))
  }
}
