import Files
import Foundation

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
