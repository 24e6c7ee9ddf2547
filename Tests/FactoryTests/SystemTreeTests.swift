import Foundation
import Subprocess
import Testing

@testable import Roots

struct SystemTreeTests {
  private static let isRoot = getuid() == 0

  @Test("case 14: a new system's scripts do not see the host's name", .enabled(if: isRoot))
  func scriptsDoNotSeeTheHostsName() async throws {
    let name = ["uname", "-n"]
    let before = try await checked(Command(name[0], [name[1]])).stdout
    let command = try await SystemTree.withWorldOfItsOwn(name)
    try #require(command != name, "unshare is not allowed here")
    let seen = try await checked(Command(command[0], Array(command.dropFirst()))).stdout
    #expect(String(decoding: seen, as: UTF8.self) == "localhost\n")
    #expect(try await checked(Command(name[0], [name[1]])).stdout == before)
  }
}
