import Testing

@testable import Guest

struct PersonalFileTests {
  /// What cleaning learns to reset, whoever looks for residues knows; else layers of before would pass with it.
  @Test func allThatCleaningResetsIsKnown() {
    let known = Set(PersonalFile.all.flatMap(\.patterns))
    for identity in Identity.all {
      #expect(identity.stays || known.isSuperset(of: identity.files), "\(identity.title)")
    }
    #expect(known.contains("/var/lib/systemd/random-seed"))
  }

  /// Two entries of one file would each tell of it.
  @Test func noFileIsThereTwice() {
    let patterns = PersonalFile.all.flatMap(\.patterns)
    #expect(Set(patterns).count == patterns.count)
  }
}
