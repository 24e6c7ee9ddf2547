import Digests
import Foundation
import Testing

@testable import Failures
@testable import Provisioning

@Suite struct PlannedFileTests {
  @Test func aFileThatChangedIsNotUsed() throws {
    let folder = TemporaryFolder()
    let page = URL(fileURLWithPath: "\(folder.path)/page.html")
    try Data("one".utf8).write(to: page)
    let file = PlannedFile(path: page.path, sha256: sha256(Array("one".utf8)))
    #expect(try file.unchanged() == page.path)
    try Data("two".utf8).write(to: page)
    let error = #expect(throws: BuildError.self) { try file.unchanged() }
    #expect(error?.description == "\(page.path) has changed since the build was planned: build again")
    #expect(error?.cause == .changedMeanwhile)
  }
}
