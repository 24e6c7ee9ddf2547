/// A TCP port that a guest listens on, and that can be reached from outside.
public struct ListeningPort: Hashable, Sendable, Codable {
  public var port: Int
  /// What has it open, as the guest's kernel calls its processes (proc_pid_comm(5)), sorted; empty where nobody could see.
  public var programs: [String]

  /// - Parameter programs: in a guest's words, which may be anything.
  public init(_ port: Int, of programs: Set<String> = []) {
    self.port = port
    self.programs = Set(programs.map { $0.plainLine(64) }).sorted()
  }
}
