import Foundation
import Recipes
import Testing

/// What must not be believed of the files that a recipe names: found by reading the recipe, and nothing large is read.
/// Covers attacks/paths.sh.
@Suite struct UnbelievedSourcesTests {
  private static let start = "name: web\nparent: debian-13\n"

  private func complaints(
    _ recipe: String, _ files: [String: String] = [:], _ prepare: (RecipeTree) throws -> Void = { _ in }
  ) throws -> [String] {
    let tree = try RecipeTree(files.merging(["web.yaml": Self.start + recipe]) { $1 })
    try prepare(tree)
    return try tree.complaints()
  }

  /// A file of holes.
  private func makeSparse(_ path: String, bytes: Int) throws {
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, bytes) == 0)
  }

  @Test(arguments: [
    ("files: [{source: x, to: /a}]\n", "3:18", "more than the 8GiB of all disks under 'hardware'"),
    ("files: [{source: tree, to: /a}]\n", "3:18", "more than the 8GiB of all disks under 'hardware'"),
    (
      "provision: [{script: x}]\n", "3:22",
      "and a script may have 64 MiB: copy what is large under 'files', and run it by a script"
    ),
    ("install: {ca_certificates: [x]}\n", "3:29", "and a text may have 1 MiB"),
    ("secrets: {KEY: {file: x}}\n", "3:23", "and a secret may have 1 MiB"),
  ])
  func sizesAreComparedBeforeAnythingIsRead(recipe: String, place: String, reason: String) throws {
    let begin = ContinuousClock.now
    let found = try complaints(recipe, ["tree/small": ""]) { tree in
      for name in ["x", "tree/large"] { try makeSparse(tree.path(name), bytes: 3 << 40) }
    }
    #expect(found.count == 1, "\(found)")
    let message = found.first ?? ""
    #expect(message.hasPrefix("web.yaml:\(place): ") && message.contains("3TiB"), "\(message)")
    #expect(message.hasSuffix(reason), "\(message)")
    // Holes are read at a few GiB a second.
    #expect(ContinuousClock.now - begin < .seconds(60))
  }

  @Test func anotherRecipeMayHaveRoomForIt() throws {
    let tree = try RecipeTree([
      "small.yaml": "name: small\nparent: debian-13\nfiles: [{source: x, to: /a}]\n",
      "large.yaml":
        "name: large\nparent: debian-13\nfiles: [{source: x, to: /a}]\n"
        + "hardware: {disks: [{name: data, size: 8GiB, role: data}]}\n",
    ])
    try makeSparse(tree.path("x"), bytes: (8 << 30) + 1)
    let resolver = try tree.resolver()
    let small = resolver.resolve("small")
    guard case .failure(let faults) = small else {
      Issue.record("nothing is wrong with \(small)")
      return
    }
    #expect(
      "\(faults)".contains("small.yaml:3:18: 'x' has 8589934593 bytes, more than the 8GiB of all disks"))
    #expect(throws: Never.self) { try resolver.resolve("large").get() }
  }

  @Test func whatIsNoFileIsNoSecret() throws {
    for (kind, reason) in [
      ("fifo", "'x' is not a regular file: reading it might never end"),
      ("folder", "'x' is a folder, where the file of a secret is needed"),
    ] {
      let found = try complaints("secrets: {KEY: {file: x}}\n") { tree in
        if kind == "fifo" {
          #expect(mkfifo(tree.path("x"), 0o600) == 0)
        } else {
          try FileManager.default.createDirectory(
            atPath: tree.path("x"), withIntermediateDirectories: true)
        }
      }
      #expect(found == ["web.yaml:3:23: \(reason)"])
    }
    #expect(
      try complaints("secrets: {KEY: {file: /dev/zero}}\n") == [
        "web.yaml:3:23: '/dev/zero' is not a regular file: reading it might never end"
      ])
    #expect(try complaints("secrets: {KEY: {file: not-there-yet}}\n") == [])
  }

  @Test func setUserIDIsNotCopiedUnsaid() throws {
    let setBits: (RecipeTree) throws -> Void = { tree in
      #expect(chmod(tree.path("bin/tool"), 0o6755) == 0)
    }
    let files = ["bin/tool": "x"]
    let bits = "set-user-ID and set-group-ID (mode 6755)"
    #expect(
      try complaints("files: [{source: bin/tool, to: /srv/tool}]\n", files, setBits) == [
        "web.yaml:3:18: 'bin/tool' is \(bits) on this host: say under 'mode' what it is to have"
      ])
    #expect(
      try complaints("files: [{source: bin, to: /srv/bin}]\n", files, setBits) == [
        "web.yaml:3:18: 'bin/tool' is \(bits) on this host: copy it by an item of its own, with a 'mode'"
      ])
    #expect(
      try complaints("files: [{source: bin/tool, to: /srv/tool, mode: \"4755\"}]\n", files, setBits) == [])
  }

  private static let long = String(repeating: "a", count: 256)
  private static let deep = String(repeating: "/abcdefg", count: 512)

  @Test(arguments: [
    ("/proc/x", "lies in '/proc', which the kernel fills: nothing there is on a disk"),
    ("//./dev/x", "lies in '/dev', which the kernel fills: nothing there is on a disk"),
    ("/sys/x", "lies in '/sys', which the kernel fills: nothing there is on a disk"),
    ("/run/x", "lies in '/run', which is emptied at every boot"),
    ("/srv/\(long)/x", "has a name of more than 255 bytes: '\(long.prefix(40))…'"),
    (deep, "has more than 4095 bytes"),
    ("/srv/../etc/x", "must not contain '..'"),
  ])
  func placesThatCannotBe(path: String, reason: String) throws {
    #expect(
      try complaints("files: [{source: x, to: \"\(path)\"}]\n", ["x": ""]) == [
        "web.yaml:3:25: 'to' \(reason)"
      ])
    let partitions = "[{mount: \"\(path)\", filesystem: ext4, size: 1GiB}]"
    let found = try complaints("install: {storage: {partitions: \(partitions)}}\n")
    if !path.hasPrefix("//") {
      #expect(found.contains("web.yaml:3:42: 'mount' \(reason)"), "\(found)")
    }
  }

  @Test func aFolderMayBeTooDeepForItsPlace() throws {
    let to = String(repeating: "/abcdefg", count: 511)
    let found = try complaints("files: [{source: d, to: \"\(to)\"}]\n", ["d/one-more-name": ""])
    #expect(
      found == [
        "web.yaml:3:18: 'one-more-name…' would have a path of more than 4095 bytes in the image"
      ])
  }

  @Test func scriptsThatCannotRunAreFoundWithTheirOwnPlace() throws {
    let files = ["crlf.sh": "#!/bin/sh\r\nset -e\r\n", "bom.sh": "\u{FEFF}#!/bin/sh\n", "empty.sh": ""]
    let found = try complaints(
      "provision: [{script: crlf.sh}, {script: bom.sh}, {script: empty.sh}]\n", files)
    let end = "save it with Unix line ends"
    #expect(
      found.sorted() == [
        "bom.sh:1:1: script of web.yaml:3:32: begins with a byte order mark, which hides '#!':"
          + " save it as UTF-8 without one",
        "crlf.sh:1:10: script of web.yaml:3:13: line 1 ends with a carriage return, which becomes part of its last word: \(end)",
        "empty.sh:1:1: script of web.yaml:3:50: the file is empty",
      ])
  }
}
