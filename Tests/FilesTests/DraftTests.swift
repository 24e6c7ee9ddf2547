import Foundation
import Testing

@testable import Files

struct DraftTests {
  private let scratch = Scratch()
  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path)) ?? []).sorted()
  }

  @Test func whatAKilledProcessLeftIsRemovedAndWhatIsWrittenStays() throws {
    let left = Draft.path(in: scratch.path)
    try Data("half".utf8).write(to: URL(filePath: left))
    let leftFolder = Draft.path(in: scratch.path)
    try FileManager.default.createDirectory(atPath: "\(leftFolder)/deep", withIntermediateDirectories: true)
    let link = Draft.path(in: scratch.path)
    symlink("/etc", link)
    try Data().write(to: URL(filePath: "\(scratch.path)/.kiln-not-a-draft"))
    let draft = try Draft(for: "\(scratch.path)/image")
    try draft.append(Data("whole".utf8))
    let folder = try DraftFolder(in: scratch.path)
    FileSystem.removeDrafts(in: scratch.path)
    #expect(!FileSystem.isTaken(left) && !FileSystem.isTaken(leftFolder))
    #expect(FileSystem.isTaken(link), "a link is not ours")
    #expect(FileSystem.isTaken(folder.path))
    try draft.commit()
    #expect(try PlainFile.contents("\(scratch.path)/image") == Data("whole".utf8))
    #expect(names.contains(".kiln-not-a-draft"))
    withExtendedLifetime((draft, folder)) {}
  }

  @Test func nothingIsLeftOfADraftThatIsGivenUp() throws {
    do {
      let draft = try Draft(for: "\(scratch.path)/image")
      let folder = try DraftFolder(in: scratch.path)
      #expect(names.count == 2)
      withExtendedLifetime((draft, folder)) {}
    }
    #expect(names == [])
  }

  /// Raw disks are mostly holes.
  @Test func aCopyIsTheSameAndHasHolesForZeros() throws {
    let source = "\(scratch.path)/source"
    var bytes = Data(count: 5 << 20 | 300)
    bytes[3 << 20] = 1
    for content in [bytes, Data(count: 2 << 20), bytes + Data([7]), Data([7]), Data()] {
      try content.write(to: URL(filePath: source))
      let draft = try Draft(for: "\(scratch.path)/copy")
      var seen = 0
      try draft.fill(from: source) { seen += $0.count }
      try draft.commit()
      #expect(try Data(contentsOf: URL(filePath: "\(scratch.path)/copy")) == content)
      #expect(seen == content.count)
      #expect(FileSystem.allocatedSize(of: "\(scratch.path)/copy") <= 256 << 10)
    }
  }

  @Test func whatIsSetAsideIsToldAndKept() throws {
    let reports = DamageReports()
    let damaged = DamagedFiles(folder: "\(scratch.path)/damaged", reports: reports)
    try FileSystem.write(Data("x".utf8), to: "\(scratch.path)/disk")
    try damaged.take("\(scratch.path)/disk", because: "disk is damaged")
    try damaged.take("\(scratch.path)/disk", because: "someone else was quicker")
    let place = try #require(damaged.entries.first?.path)
    #expect(damaged.entries.count == 1)
    var told: [String] { heard.list }
    let heard = Heard()
    reports.tell { heard.add($0) }
    #expect(told == ["disk is damaged; it is set aside as \(place)"])
  }
}

private final class Heard: @unchecked Sendable {
  private(set) var list: [String] = []

  func add(_ text: String) { list.append(text) }
}
