import Testing

@testable import Media

@Suite struct ComponentResolverTests {
  private static let kernel = "6.12.107+deb13-amd64"

  private func package(_ name: String, _ fields: String...) throws -> Package {
    let digest = String(repeating: "0", count: 64)
    let hasVersion = fields.contains { $0.hasPrefix("Version:") }
    let lines =
      ["Package: \(name)", "Filename: pool/\(name)", "Size: 1", "SHA256: \(digest)"]
      + (hasVersion ? [] : ["Version: 1"]) + fields
    let text = [UInt8](lines.joined(separator: "\n").utf8)
    return try text.withUnsafeBytes { try Package(Stanza(bytes: $0), index: "test") }
  }

  private func resolved(
    _ wanted: [String], among packages: [Package], present: Set<String> = []
  ) -> ComponentResolver {
    var resolver = ComponentResolver(index: ComponentIndex(packages, kernel: Self.kernel), present: present)
    resolver.resolve(wanted)
    return resolver
  }

  private func names(_ resolver: ComponentResolver) -> [String] { resolver.choices.map(\.package.name) }

  @Test func whatIsThereIsNotChosenAndCirclesEnd() throws {
    let packages = [
      try package("a", "Depends: b (>= 2), libc6-udeb, virtual-there"), try package("b", "Depends: a, c | d"),
      try package("d"), try package("libc6-udeb"),
    ]
    let resolver = resolved(["a"], among: packages, present: ["libc6-udeb", "virtual-there"])
    #expect(names(resolver) == ["a", "b", "d"])
    #expect(resolver.choices.last?.neededBy == ["b", "a"])
    #expect(resolver.missing == [])
  }

  @Test func aVirtualNameIsMetByWhatIsChosenThenByPriorityThenByName() throws {
    let packages = [
      try package("z-standard", "Provides: disk", "Priority: standard"),
      try package("b-optional", "Provides: disk, tape", "Priority: optional"),
      try package("c-optional", "Provides: tape (= 1)", "Priority: optional"),
      try package("wants-disk", "Depends: disk"), try package("wants-tape", "Depends: tape"),
    ]
    #expect(names(resolved(["wants-disk"], among: packages)) == ["wants-disk", "z-standard"])
    #expect(names(resolved(["wants-tape"], among: packages)) == ["wants-tape", "b-optional"])
    #expect(names(resolved(["b-optional", "wants-disk"], among: packages)) == ["b-optional", "wants-disk"])
  }

  @Test func onlyModulesOfTheInstallersKernelServe() throws {
    let other = "6.12.94+deb13-amd64"
    let packages = [
      try package("ext4-modules-\(other)-di", "Provides: ext4-modules", "Kernel-Version: \(other)"),
      try package(
        "ext4-modules-\(Self.kernel)-di", "Provides: ext4-modules", "Kernel-Version: \(Self.kernel)"),
    ]
    #expect(names(resolved(["ext4-modules"], among: packages)) == ["ext4-modules-\(Self.kernel)-di"])
  }

  @Test func withoutModulesOfTheInstallersKernelTheNewestOnesStandIn() throws {
    let (old, new) = ("6.12.9+deb13-amd64", "6.12.94+deb13-amd64")
    let packages = try [old, new].flatMap { kernel in
      [
        try package(
          "scsi-modules-\(kernel)-di", "Provides: scsi-modules", "Kernel-Version: \(kernel)",
          "Version: \(kernel)", "Depends: kernel-image-\(kernel)-di, ata-modules-\(kernel)-di"),
        try package("ata-modules-\(kernel)-di", "Kernel-Version: \(kernel)", "Version: \(kernel)"),
      ]
    }
    let resolver = resolved(
      ["scsi-modules"], among: packages, present: ["kernel-image-\(Self.kernel)-di"])
    #expect(ComponentIndex(packages, kernel: Self.kernel).standInKernel == new)
    #expect(names(resolver) == ["scsi-modules-\(Self.kernel)-di", "ata-modules-\(Self.kernel)-di"])
    #expect(resolver.choices.map(\.package.version) == [new, new])
    #expect(resolver.missing == [])
  }

  @Test func everythingThatIsMissingIsNamedOnceWithWhatNeedsIt() throws {
    let packages = [
      try package("a", "Depends: b, gone | away"), try package("b", "Depends: gone | away, lost"),
    ]
    let resolver = resolved(["a", "nowhere"], among: packages)
    #expect(
      resolver.missing.map(\.description) == [
        "gone or away (needed by b, for a): nothing in the signed index is or provides it",
        "lost (needed by b, for a): nothing in the signed index is or provides it",
        "nowhere (asked for): nothing in the signed index is or provides it",
      ])
  }

  @Test func theNewestOfTwoVersionsIsTaken() throws {
    let packages = [
      try package("a", "Version: 1.9"), try package("a", "Version: 1.10"), try package("a", "Version: 1.2"),
    ]
    #expect(resolved(["a"], among: packages).choices.map(\.package.version) == ["1.10"])
  }
}
