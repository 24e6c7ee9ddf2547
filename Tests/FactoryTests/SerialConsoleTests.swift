import Foundation
import Machine
import Testing

struct SerialConsoleTests {
  @Test func whatSteersATerminalIsLeftOut() {
    let bytes = Data("\u{1B}[2J\u{1B}[1;31mred\u{1B}[0m\r\n\u{1B}(Bplain\u{07} text\r\n".utf8)
    #expect(SerialConsole.plain(bytes) == "red\nplain text\n")
  }

  @Test func aTextThatComesInPiecesIsSeenWhole() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/serial.log"
    var console = SerialConsole(path: path)
    #expect(console.read() == "")
    try Data("Kernel pa".utf8).write(to: URL(fileURLWithPath: path))
    #expect(console.read() == "Kernel pa")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("nic\r\n".utf8))
    #expect(console.read() == "Kernel panic\n")
    #expect(console.count == 14)
  }
}
