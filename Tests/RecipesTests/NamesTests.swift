import Recipes
import Testing

/// Names as recipes and command lines use them.
@Suite struct NamesTests {
  private static func distribution(_ name: String, _ release: String) -> String {
    debian.replacing("name: debian-13", with: "name: \(name)")
      .replacing(
        "distribution: debian, release: \"13\"", with: "distribution: rocky, release: \"\(release)\"")
  }

  private func tree(_ files: [String: String] = [:]) throws -> RecipeTree {
    let shipped = [
      ("rocky-8", "8.10"), ("rocky-9", "9.6"), ("rocky-10", "10.0"), ("rocky-10-aarch64", "10.0"),
    ]
    let distributions = shipped.map { ("shipped/distributions/\($0).yaml", Self.distribution($0, $1)) }
    return try RecipeTree(files.merging(distributions) { own, _ in own })
  }

  @Test(arguments: [
    ("rocky", "rocky-10"), ("rocky-9.6", "rocky-9"), ("rocky-8", "rocky-8"), ("debian", "debian-13"),
  ])
  func aDistributionGoesByLessThanItsName(name: String, expected: String) throws {
    let resolver = try tree(["web.yaml": "name: web\nparent: \(name)\n"]).resolver()
    #expect(try resolver.resolve(name).get().name == expected)
    #expect(try resolver.resolve("web").get().chain.map(\.recipe) == [expected, "web"])
  }

  @Test func anExactNameComesFirst() throws {
    let tree = try tree([
      "rocky.yaml": "name: rocky\nparent: rocky-9\n", "web.yaml": "name: web\nparent: rocky\n",
    ])
    #expect(try tree.resolver().resolve("web").get().chain.map(\.recipe) == ["rocky-9", "rocky", "web"])
  }

  @Test func aUsersDistributionCounts() throws {
    let tree = try tree(["rocky-9.7.yaml": Self.distribution("rocky-9.7", "9.7").withoutFiles])
    #expect(try tree.resolver().resolve("rocky-9.7").get().system.release == "9.7")
    #expect(try tree.resolver().resolve("rocky-9").get().system.release == "9.6")
  }

  @Test(arguments: [
    ("rocky-9.99", "web.yaml:2:9: 'rocky' has no release 9.99; there are 8.10, 9.6, 10.0"),
    (
      "rocky-10-arch64",
      "web.yaml:2:9: '10-arch64' is no version of 'rocky'; a version is numbers with single dots between them, such as 9 or 9.6 (did you mean 'rocky-10-aarch64'?)"
    ),
    ("rokcy-9", "web.yaml:2:9: no recipe named 'rokcy-9' (did you mean 'rocky-9'?)"),
  ])
  func aParentThatIsNoneIsToldWithItsPlace(parent: String, message: String) throws {
    #expect(try tree(["web.yaml": "name: web\nparent: \(parent)\n"]).complaints() == [message])
  }

  @Test func distributionsStandInTheOrderOfTheirReleases() throws {
    #expect(
      try tree(["web.yaml": "name: web\nparent: rocky\n"]).library().distributions.map(\.name) == [
        "debian-13", "rocky-8", "rocky-9", "rocky-10", "rocky-10-aarch64",
      ])
  }

  @Test(arguments: [("2028-06-29", false), ("2028-06-30", false), ("2028-07-01", true)])
  func theLastDayOfSupportIsStillSupported(today: String, isPast: Bool) throws {
    let system = "release: \"13\", end_of_life: 2028-06-30"
    let tree = try RecipeTree(distribution: debian.replacing("release: \"13\"", with: system))
    #expect(tree.library()["debian-13"]?.system?.isPastEndOfLife(on: today) == isPast)
  }
}

extension String {
  /// A distribution that names no file of the shipped library.
  fileprivate var withoutFiles: String {
    replacing("  answers: ../kickstart/debian.preseed\n", with: "")
      .replacing("provision:\n  - script: ../provisioners/ready.sh\n", with: "")
  }
}
