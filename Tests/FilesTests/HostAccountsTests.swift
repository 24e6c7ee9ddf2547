import Foundation
import Testing

@testable import Files

struct HostAccountsTests {
  /// Whoever asks for another group at the same time must not change the answer: it decides who may write a folder.
  @Test func eachThreadGetsItsOwnAnswer() async {
    let names = await withTaskGroup(of: Set<String?>.self) { tasks in
      for _ in 0..<2 {
        tasks.addTask { Set((0..<20_000).map { _ in HostAccounts.group(0)?.name }) }
        tasks.addTask { Set((0..<20_000).map { _ in HostAccounts.group(1)?.name }) }
      }
      return await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(names) == [["root"], ["daemon"]])
  }

  @Test func whoHasNoNameIsSaidByNumber() {
    #expect(HostAccounts.name(ofUser: 4_000_000_000) == nil)
    #expect(FileOwner.name(ofUser: 4_000_000_000) == "user 4000000000")
    #expect(FileOwner.name(ofGroup: 0) == "root")
  }
}
