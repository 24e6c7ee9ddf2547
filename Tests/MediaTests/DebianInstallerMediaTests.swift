import Archive
import Foundation
import Testing

@testable import Media

@Suite struct DebianInstallerMediaTests {
  private static let kernel = "6.1-amd64"
  private static let modules = "lib/modules/\(kernel)/kernel"
  private let archive: TestArchive

  init() throws { archive = try TestArchive() }

  private func make(
    _ components: [String], additions: [InitrdFile] = []
  ) async throws -> InstallerMedia {
    archive.items.append(try TestArchive.netboot(kernel: Self.kernel))
    try await archive.publish()
    return try await DebianInstallerMedia(archive: archive.open(), cache: archive.cache)
      .make(package: "netboot", components: components, additions: additions)
  }

  /// What the kernel would find: later files over earlier ones.
  private func files(of media: InstallerMedia) throws -> [String: InitrdFile] {
    let bytes = try Data(contentsOf: URL(filePath: media.initrd.path))
    let end = try #require(bytes.range(of: Data("TRAILER!!!".utf8)))
    let start = try #require(bytes[end.upperBound...].range(of: Data("070701".utf8))).lowerBound
    #expect(start % 4 == 0)
    var files: [String: InitrdFile] = [:]
    for part in [Data(bytes[..<start]), Data(bytes[start...])] {
      try forEachMember(of: ArchiveReader(bytes: part, name: "initrd")) { member in
        if let file = try member.initrdFile() { files[file.path] = file }
      }
    }
    return files
  }

  private func text(_ file: InitrdFile?) -> String? {
    guard case .file(let bytes) = file?.content else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func componentsAreUnpackedIntoTheInitrd() async throws {
    var disk = TestArchive.component(
      "disk", "Depends: tools | never, libc-udeb", "Installer-Menu-Item: 42", "Description: d",
      files: [.folder("bin"), .text("bin/disk", "disk", mode: 0o755), .folder("var/lib/disk")])
    disk.control = [
      "postinst": "#!/bin/sh", "templates": "Template: a\nDescription: b\nDescription-de.UTF-8: c\n",
    ]
    archive.items = [disk, TestArchive.component("tools", files: [.text("usr/bin/tool", "tool")])]
    let media = try await make(["disk"], additions: [.text("lib/hook", "hook", mode: 0o755)])
    #expect(media.components.map(\.name) == ["disk", "tools"])
    #expect(media.filledGaps == [])
    #expect(media.release?.codename == "testing")
    #expect(try String(contentsOfFile: media.kernel.path, encoding: .utf8) == "the kernel")
    let files = try files(of: media)
    #expect(files["bin"]?.content == .link("usr/bin"))
    #expect(files["usr/bin/disk"] == .text("usr/bin/disk", "disk", mode: 0o755))
    #expect(text(files["usr/bin/tool"]) == "tool")
    #expect(files["var/lib/disk"]?.content == .folder)
    #expect(text(files["usr/lib/hook"]) == "hook")
    #expect(files["var/lib/dpkg/info/disk.postinst"]?.mode == 0o755)
    #expect(text(files["var/lib/dpkg/info/disk.templates"]) == "Template: a\nDescription: b\n")
    #expect(text(files["var/lib/dpkg/info/libc6-udeb.templates"]) == "Template: t\n")
    #expect(files["usr/sbin/depmod"] == nil)
    let status = try #require(text(files["var/lib/dpkg/status"]))
    #expect(status.contains("Package: download-installer\nStatus: install ok installed\n"))
    let own = """
      Package: disk
      Status: install ok unpacked
      Version: 1
      Depends: tools | never, libc-udeb
      Description: d
      Installer-Menu-Item: 42
      """
    #expect(status.contains(own))
  }

  @Test func theSameInputsGiveTheSameBytesAndAreMadeOnce() async throws {
    archive.items = [TestArchive.component("a", files: [.text("usr/bin/a", "a"), .text("etc/a", "x")])]
    let first = try await make(["a"])
    let opened = try await archive.open()
    let maker = DebianInstallerMedia(archive: opened, cache: archive.cache)
    let before = archive.server.requests.count
    #expect(try await maker.make(package: "netboot", components: ["a"]) == first)
    #expect(archive.server.requests.count == before)
    let other = MediaCache(folder: archive.folder.file("other"))
    let again = try await DebianInstallerMedia(archive: opened, cache: other)
      .make(package: "netboot", components: ["a"])
    #expect(again.initrd.sha256 == first.initrd.sha256)
    #expect(again.initrd.path != first.initrd.path)
    let scratch = archive.folder.file("cache/scratch")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
  }

  @Test func aGapIsFilledFromOrdinaryPackagesOfTheSameVersion() async throws {
    var gone = TestArchive.component(
      "e2fsprogs-udeb", "Source: e2fsprogs (1-2)",
      files: [
        .text("sbin/mke2fs", ""), .text("usr/lib/libext2fs.so.2", ""), .text("usr/share/doc/x", ""),
        InitrdFile(path: "sbin/mkfs.ext4", content: .link("mke2fs")),
      ])
    gone.version = "1-2+b3"
    gone.isInPool = false
    let source = "Source: e2fsprogs (1-2)"
    archive.items = [
      gone,
      .init(
        name: "a-doc", version: "1-2", fields: [source], files: [.text("usr/sbin/mke2fs", "documentation")]),
      .init(name: "e2fsprogs", version: "1-1", files: [.text("usr/sbin/mke2fs", "older")]),
      .init(
        name: "e2fsprogs", version: "1-2+b3", fields: [source],
        files: [
          .text("usr/sbin/mke2fs", "right", mode: 0o755), .text("usr/sbin/unwanted", "x"),
          InitrdFile(path: "usr/sbin/mkfs.ext4", mode: 0o777, content: .link("mke2fs")),
        ]),
      .init(
        name: "libext2fs2", version: "1-2+b3", fields: [source],
        files: [.text("usr/lib/libext2fs.so.2", "library")]),
      .init(name: "z-never-read", version: "1-2", fields: [source], isInPool: false),
    ]
    let media = try await make(["e2fsprogs-udeb"])
    #expect(
      media.filledGaps == [
        .init(
          component: .init(name: "e2fsprogs-udeb", version: "1-2+b3"),
          sources: [
            .init(name: "e2fsprogs", version: "1-2+b3"), .init(name: "libext2fs2", version: "1-2+b3"),
          ])
      ])
    let files = try files(of: media)
    #expect(files["usr/sbin/mke2fs"] == .text("usr/sbin/mke2fs", "right", mode: 0o755))
    #expect(files["usr/sbin/mkfs.ext4"]?.content == .link("mke2fs"))
    #expect(text(files["usr/lib/libext2fs.so.2"]) == "library")
    #expect(files["usr/sbin/unwanted"] == nil)
    #expect(text(files["var/lib/dpkg/status"])?.contains("Package: e2fsprogs-udeb\n") == true)
  }

  @Test func modulesOfAKernelThatTheArchiveDoesNotKnowAreTakenFromItsPackage() async throws {
    let other = "6.1.5-amd64"
    archive.items = [
      TestArchive.component(
        "scsi-modules-\(other)-di", "Provides: scsi-modules", "Kernel-Version: \(other)",
        "Depends: kernel-image-\(other)-di",
        files: [
          .text("lib/modules/\(other)/kernel/virtio_blk.ko", "wrong"),
          .text("lib/modules/\(other)/kernel/newer.ko", "wrong"),
        ]),
      .init(
        name: "linux-image-\(Self.kernel)", files: [.text("usr/\(Self.modules)/virtio_blk.ko", "right")]),
    ]
    let media = try await make(["scsi-modules"])
    #expect(media.filledGaps.map(\.component.name) == ["scsi-modules-\(Self.kernel)-di"])
    let files = try files(of: media)
    #expect(text(files["usr/\(Self.modules)/virtio_blk.ko"]) == "right")
    #expect(text(files["usr/\(Self.modules)/net.ko"]) == "net")
    let dependencies = try #require(text(files["usr/lib/modules/\(Self.kernel)/modules.dep"]))
    #expect(dependencies.contains("kernel/net.ko:"))
    #expect(dependencies.contains("kernel/virtio_blk.ko:"))
    #expect(files["usr/lib/modules/\(Self.kernel)/modules.alias.bin"] != nil)
    #expect(text(files["usr/sbin/depmod"])?.hasPrefix("#!/bin/sh\n") == true)
  }

  @Test func allThatCannotBeHadIsNamedAtOnce() async throws {
    var setUp = TestArchive.component("partman-x", "Installer-Menu-Item: 1", files: [.text("usr/bin/x", "")])
    setUp.isInPool = false
    var noSource = TestArchive.component("lonely-udeb", files: [.text("usr/bin/lonely", "")])
    noSource.isInPool = false
    var partial = TestArchive.component(
      "part-udeb", "Source: part", files: [.text("usr/bin/a", ""), .text("usr/bin/b", "")])
    partial.isInPool = false
    var empty = TestArchive.component("empty-udeb")
    empty.isInPool = false
    archive.items = [
      TestArchive.component("top", "Depends: partman-x, nowhere"), setUp, noSource, partial, empty,
      .init(name: "part", files: [.text("usr/bin/a", "")]),
    ]
    let error = await #expect(throws: MediaError.self) {
      try await make(["top", "lonely-udeb", "part-udeb", "empty-udeb"])
    }
    let pool = archive.mirror + "/pool"
    #expect(
      error?.description == """
        the installer cannot be completed from this mirror:
          nowhere (needed by top): nothing in the signed index is or provides it
          partman-x 1 (needed by top): \(pool)/partman-x_1_amd64.udeb: HTTP status 404; cannot be rebuilt: its set-up \
        scripts are in no other package
          lonely-udeb 1 (asked for): \(pool)/lonely-udeb_1_amd64.udeb: HTTP status 404; the archive has no ordinary \
        package of source lonely-udeb 1 to rebuild it from
          part-udeb 1 (asked for): \(pool)/part-udeb_1_amd64.udeb: HTTP status 404; rebuilding it from part 1 lacks \
        usr/bin/b
          empty-udeb 1 (asked for): \(pool)/empty-udeb_1_amd64.udeb: HTTP status 404; cannot be rebuilt: the \
        archive's Contents-udeb does not list its files
        """)
  }

  @Test func aPackageWithoutImagesIsAnError() async throws {
    archive.items = [.init(name: "wrong", files: [.text("usr/bin/x", "")])]
    try await archive.publish()
    let maker = try await DebianInstallerMedia(archive: archive.open(), cache: archive.cache)
    let error = await #expect(throws: MediaError.self) { try await maker.make(package: "wrong") }
    #expect(error?.description.hasSuffix(" has no …/text/debian-installer/…/linux and initrd.gz") == true)
  }
}
