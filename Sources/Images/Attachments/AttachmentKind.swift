/// What is said of a build after it was made, each kind in a file of its own: the build's manifest never changes.
///
/// The raw value is the ending of the file's name, in the store and beside the image: `web-1.2.0.spdx.json`.
public enum AttachmentKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// What is inside, as SPDX 2.3.
  case spdx = "spdx.json"
  /// What is inside, as CycloneDX 1.6.
  case cycloneDX = "cdx.json"
  /// What of the build, or of one machine, was found to be left in its disks.
  case residue = "residue.json"
  /// What tests of the image found.
  case tests = "tests.json"
  /// The same as JUnit writes it.
  case junit = "tests.xml"
  /// Where it comes from, signed: a DSSE envelope, as those below.
  case provenance = "provenance.dsse.json"
  case spdxStatement = "spdx.dsse.json"
  case cycloneDXStatement = "cdx.dsse.json"
  case residueStatement = "residue.dsse.json"
  case testsStatement = "tests.dsse.json"
  /// That a build takes the place of a later one, signed.
  case rollbackStatement = "rollback.dsse.json"
}
