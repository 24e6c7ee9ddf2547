import Foundation
import Testing

@testable import Families

@Suite struct FamilyTests {
  @Test(arguments: [
    ("debian", "debian"), ("ubuntu", "ubuntu"), ("fedora", "fedora"), ("rhel", "enterprise-linux"),
    ("rocky", "enterprise-linux"), ("centos-stream", "enterprise-linux"),
    ("a-new-rebuild", "enterprise-linux"),
  ]) func aDistributionHasOne(distribution: String, family: String) {
    #expect(Family.of(distribution).name == family)
  }

  @Test func noDistributionHasTwo() {
    for distribution in Family.all.flatMap(\.distributions) {
      #expect(Family.all.count { $0.distributions.contains(distribution) } == 1, "\(distribution)")
    }
  }

  /// A file that is written and not registered would never be used.
  @Test func everyFileOfAFamilyIsRegistered() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Families").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let declared = try files.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /public static let ([A-Za-z]+) = Family\(/)
        .map { String($0.1) }
    }
    let all = try #require(
      try String(contentsOf: folder.appendingPathComponent("Family.swift"), encoding: .utf8)
        .firstMatch(of: /let all: \[Family\] = \[(.*)\]/))
    let registered = all.1.split(separator: ", ").map { String($0.dropFirst()) }
    #expect(declared.sorted() == registered.sorted())
    #expect(declared.count == Family.all.count)
  }

  /// What else is to know a distribution by its name belongs into its family.
  @Test func nothingElseNamesADistribution() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources").standardizedFileURL
    let names = Family.all.flatMap(\.distributions).map { "\"\($0)\"" }
    var read = 0
    for case let file as URL in FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
      ?? .init()
    where file.pathExtension == "swift" && !file.path.contains("/Families/") {
      read += 1
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      where !line.contains("example:") {
        #expect(!names.contains(where: line.contains), "\(file.path): \(line)")
      }
    }
    #expect(read > 500)
  }

  @Test(
    arguments: [
      ("debian", "13", .oldest), ("ubuntu", "24.04", .oldest), ("fedora", "44", .oldest),
      ("centos", "7", .oldest), ("rocky", "8.10", .oldest), ("rocky", "9.6", .recent),
      ("almalinux", "10", .recent), ("centos", "10", .recent), ("rocky", "next", .oldest),
    ] as [(String, String, ProcessorBaseline)])
  func onlyNewerEnterpriseLinuxNeedsRecentProcessors(
    distribution: String, release: String, expected: ProcessorBaseline
  ) {
    #expect(Family.of(distribution).baseline(of: release) == expected)
  }

  @Test(arguments: [
    ("debian", 13, "apt-get"), ("ubuntu", 24, "apt-get"), ("fedora", 44, "dnf"), ("centos", 7, "yum"),
    ("rocky", 8, "dnf"),
  ]) func aReleaseHasAPackageManager(distribution: String, release: Int, program: String) {
    #expect(Family.of(distribution).packageManager(ofRelease: release).program == program)
  }

  /// An image is asked for those that are listed only.
  @Test func everyFamilysManagersAreLookedFor() {
    for family in Family.all {
      for manager in [family.packageManager, family.formerPackageManager?.manager].compactMap(\.self) {
        #expect(PackageManager.all.contains(manager), "\(family.name)")
      }
    }
  }
}
