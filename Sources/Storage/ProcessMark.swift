import Files
import Foundation
import Subprocess

/// Says which run started a process, in the environment that all its descendants inherit.
///
/// Most of them die with the run by themselves; those that do not, such as what a package's script left behind, are
/// found by it.
public struct ProcessMark: Hashable {
  public static let variable = "KILN_RUN"

  /// The run's process, and when that was started: a process id alone may belong to another one by now.
  let process: Int32
  let started: String
  /// Process ids count within one (pid_namespaces(7)).
  let namespace: String
  /// The store's root, without symbolic links.
  let store: String

  /// The mark of this process.
  public init(store: String) {
    process = getpid()
    started = Self.start(of: getpid()) ?? ""
    namespace = Self.ownNamespace
    self.store = URL(fileURLWithPath: store).resolvingSymlinksInPath().path
  }

  /// Reads a mark; nil for a text that is none.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " ", maxSplits: 3)
    guard parts.count == 4, let process = Int32(parts[0]) else { return nil }
    self.process = process
    started = String(parts[1])
    namespace = String(parts[2])
    store = String(parts[3])
  }

  var text: String { "\(process) \(started) \(namespace) \(store)" }

  /// Marks every program that the work starts. Those of libguestfs are not among them: it ends them itself.
  public func marking<Value: Sendable>(_ work: () async throws -> Value) async rethrows -> Value {
    try await Command.$inherited.withValue([Self.variable: text], operation: work)
  }

  /// Whether the run has ended; false where that cannot be known.
  var isOfEndedRun: Bool { namespace == Self.ownNamespace && Self.start(of: process) != started }

  private static let ownNamespace =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "unknown"

  /// In clock ticks since the host was started: the 22nd field of `/proc/PID/stat` (proc(5)); nil when there is no such
  /// process.
  private static func start(of process: Int32) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The second field is the program's name, which may hold anything, also blanks and brackets.
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[name...].split(separator: " ")
    return fields.count > 20 ? String(fields[20]) : nil
  }
}

extension Store {
  /// Ends the processes that runs over this store left behind when they were killed, and no others.
  ///
  /// - Returns: their ids and programs, for people.
  public func endOrphans() -> [String] {
    let own = ProcessMark(store: root)
    return FileSystem.entries(of: "/proc").compactMap { Int32($0) }.sorted().compactMap { process in
      guard let mark = Self.mark(of: process), mark.store == own.store, mark.isOfEndedRun else { return nil }
      let program =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) ?? "?"
      return kill(process, SIGKILL) == 0 ? "\(process) (\(program))" : nil
    }
  }

  /// nil for a process that no run started, or that belongs to someone else.
  private static func mark(of process: Int32) -> ProcessMark? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return nil }
    let prefix = Data("\(ProcessMark.variable)=".utf8)
    return data.split(separator: 0).first { $0.starts(with: prefix) }
      .flatMap { ProcessMark(String(decoding: $0.dropFirst(prefix.count), as: UTF8.self)) }
  }
}
