import Foundation
import Subprocess
import Testing

@testable import Storage

/// Processes that carry a mark, as those of a run do.
@Suite(.serialized)
struct ProcessMarkTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }

  /// Whose mark a process carries, and whether the store's next run ends it.
  @Test(arguments: [
    ("this run", false),
    ("an ended run", true),
    ("a run whose process id was given away", true),
    ("an ended run over another store", false),
    ("an ended run of another process namespace", false),
    ("nobody", false),
  ])
  func onlyWhatAnEndedRunOfThisStoreLeftIsEnded(owner: String, isEnded: Bool) async throws {
    let own = ProcessMark(store: store.root)
    let words = own.text.split(separator: " ").map(String.init)
    // No process has this id: it is beyond the kernel's highest.
    let gone = "\(Int32.max)"
    let mark: String? =
      switch owner {
      case "this run": own.text
      case "an ended run": "\(gone) 1 \(words[2]) \(words[3])"
      case "a run whose process id was given away": "\(words[0]) 1 \(words[2]) \(words[3])"
      case "an ended run over another store": "\(gone) 1 \(words[2]) \(words[3])-2"
      case "an ended run of another process namespace": "\(gone) 1 pid:[1] \(words[3])"
      default: nil
      }
    let child = try await ChildProcess.start(
      Command("sleep", ["60"], environment: mark.map { [ProcessMark.variable: $0] } ?? [:]))
    // The mark is there once the wrapper has become the command.
    while (try? String(contentsOfFile: "/proc/\(child.pid)/comm", encoding: .utf8)) != "sleep\n" {
      try await Task.sleep(for: .milliseconds(5))
    }
    let ended = store.endOrphans()
    #expect(ended == (isEnded ? ["\(child.pid) (/usr/bin/sleep)"] : []))
    if !isEnded { child.signal(SIGTERM) }
    #expect(await child.exit.status == .signalled(isEnded ? SIGKILL : SIGTERM))
  }

  /// Not what others start meanwhile, and nothing of this process's own environment.
  @Test func allThatTheWorkStartsIsMarkedAndNothingElse() async throws {
    let mark = ProcessMark(store: store.root)
    let command = Command("/bin/sh", ["-c", "printf %s \"$\(ProcessMark.variable)\""])
    func printed() async throws -> String {
      String(decoding: try await checked(command).stdout, as: UTF8.self)
    }
    let unmarked = try await printed()
    let marked = try await mark.marking {
      // As tasks of a run do it.
      try await Task { try await printed() }.value
    }
    #expect(marked == mark.text)
    #expect(unmarked != mark.text)
    #expect(try await printed() == unmarked)
    let own = try await mark.marking {
      var command = command
      command.environment[ProcessMark.variable] = "own"
      return String(decoding: try await checked(command).stdout, as: UTF8.self)
    }
    #expect(own == "own")
  }

  @Test func aMarkIsReadAsItWasWritten() {
    let mark = ProcessMark(store: "/a store/with blanks")
    #expect(ProcessMark(mark.text) == mark)
    #expect(!mark.isOfEndedRun)
    for text in ["", "1 2 3", "x 2 3 /store"] { #expect(ProcessMark(text) == nil) }
  }
}
