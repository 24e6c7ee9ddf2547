public import Foundation

/// What is known of a process that has ended.
public struct ProcessResult: Hashable, Sendable {
  /// How a process ended.
  public enum Status: Hashable, Sendable, CustomStringConvertible {
    /// It exited by itself with this status, 0 to 255.
    case exited(Int32)
    /// A signal with this number ended it.
    case signalled(Int32)

    public var isSuccess: Bool { self == .exited(0) }

    public var description: String {
      switch self {
      case .exited(let status): "exit status \(status)"
      case .signalled(let signal): "signal \(signal) (\(String(cString: strsignal(signal))))"
      }
    }

    /// Decodes what `waitpid(2)` reports; the macros that do it in C are not imported.
    init(waitStatus: Int32) {
      let signal = waitStatus & 0x7f
      self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
    }
  }

  public var status: Status
  /// The end of the standard output, within the limit.
  public var stdout: Data
  /// The end of the standard error output, within the limit.
  public var stderr: Data
  public var duration: Duration

  /// The last lines of the standard error output, or of the standard output if that is all there is.
  public func lastLines(_ count: Int = 10) -> [String] {
    let source = stderr.isEmpty ? stdout : stderr
    let lines = String(decoding: source, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.suffix(count).map(String.init)
  }
}
