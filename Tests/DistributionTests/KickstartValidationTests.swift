import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The kickstarts of all shipped distributions that Anaconda installs, against ksvalidator(1).
@Suite struct KickstartValidationTests {
  static let distributions = Shipped.distributions.filter {
    (try? Shipped.appliance($0, Variation.all[0]).installer.kind) == .anaconda
  }

  @Test func thereAreSomeOfEverySyntax() throws {
    let versions = try Self.distributions.map { try Self.version(of: $0).name }
    #expect(Set(versions).isSuperset(of: ["RHEL7", "RHEL8", "RHEL9", "RHEL10", "F43", "F44"]))
  }

  @Test(arguments: distributions) func everyVariationIsValid(_ name: String) throws {
    let files = try Variation.all.map {
      try render(try Shipped.appliance(name, $0)).text(filling: Self.values)
    }
    #expect(try Self.complaints(of: Self.version(of: name), about: files) == [])
  }

  @Test(arguments: [("rocky-9", mirrored), ("centos-7", mirrored), ("fedora-44", btrfs)])
  func furtherLayoutsAreValid(_ name: String, _ layout: Variation) throws {
    let file = try render(try Shipped.appliance(name, layout)).text(filling: Self.values)
    #expect(try Self.complaints(of: Self.version(of: name), about: [file]) == [])
  }

  @Test func theValidatorFindsWhatIsWrong() throws {
    let version = try Self.version(of: "rocky-9")
    let found = try Self.complaints(of: version, about: ["timezone --isUtc UTC\n", "nonsense\n"])
    #expect(found.contains { $0.hasPrefix("The option --isUtc will be deprecated") })
    #expect(found.contains("Unknown command: nonsense"))
  }

  @Test(arguments: distributions) func everyVariationReadsBackTheSame(_ name: String) throws {
    for variation in Variation.all {
      let file = try render(try Shipped.appliance(name, variation))
      var problems: [Diagnostic] = []
      let kickstart = KickstartParser.parse(file.text(filling: [:]), try Self.version(of: name), &problems) {
        _, _ in .standard
      }.kickstart
      #expect(problems.isEmpty)
      #expect(kickstart.lines.map(\.text) == file.lines.map(\.text), "\(variation.name)")
    }
  }

  private static let mirrored = Variation(
    name: "RAID 1",
    recipe: """
      hardware:
        disks: [{name: second, size: 10GiB, role: system}]
      install:
        storage: !replace
          table: gpt
          partitions:
            - {member_of: boot, size: 1GiB}
            - {disk: second, member_of: boot, size: 1GiB}
            - {member_of: pair, size: 4GiB, grow: true}
            - {disk: second, member_of: pair, size: 4GiB, grow: true, maximum: 8GiB}
          raid:
            - {name: boot, level: raid1, filesystem: ext4, mount: /boot}
            - {name: pair, level: raid1, volume_group: system}
          volume_groups:
            - name: system
              volumes:
                - {name: root, mount: /, filesystem: xfs, size: 2GiB, grow: true, maximum: 3GiB}
                - {name: swap, filesystem: swap, size: 512MiB}
      """)

  private static let btrfs = Variation(
    name: "btrfs",
    recipe: """
      hardware:
        firmware: uefi
      install:
        storage: !replace
          partitions:
            - {mount: /boot/efi, filesystem: vfat, size: 500MiB}
            - {mount: /boot, filesystem: ext4, size: 1GiB}
            - {mount: /, filesystem: btrfs, size: 4GiB, grow: true}
      """)

  private static func version(of name: String) throws -> KickstartVersion {
    try #require(KickstartVersion(try Shipped.appliance(name, Variation.all[0]).system))
  }

  private static let values: [Placeholder: String] = [
    .answers: "http://10.0.2.2:1/t/ks.cfg", .report: "http://10.0.2.2:1/t",
    .mirror: "http://mirror.example.org/pub", .proxy: "http://proxy.example.org:3128",
  ]

  /// What ksvalidator says of the files; nothing when it finds neither a mistake nor anything deprecated.
  private static func complaints(of version: KickstartVersion, about texts: [String]) throws -> [String] {
    let validator = Shipped.root + "/.build/validators/bin/ksvalidator"
    try #require(
      FileManager.default.isExecutableFile(atPath: validator),
      "ksvalidator is missing; run scripts/install-validators.sh")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try texts.enumerated().map { index, text in
      let file = folder.appendingPathComponent("\(index).ks")
      try Data(text.utf8).write(to: file)
      return file.path
    }
    let (status, output) = try run(validator, ["-v", version.name] + files)
    let lines = output.split(separator: "\n").map(String.init)
    return lines.filter { !$0.hasPrefix("Checking kickstart file") }
      + (status == 0 ? [] : ["exit status \(status)"])
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String)
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    // Otherwise Python repeats no warning.
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONWARNINGS": "always"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
