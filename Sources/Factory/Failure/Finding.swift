import Files
import Guest
import Machine
import Media
import Subprocess

/// What an error tells of a failure's cause; the rest of a ``FailureRecord`` is where and when.
struct Finding {
  var cause: FailureCause
  /// One line.
  var message: String
  /// nil: that of the build.
  var phase: String?
  var line: Int?
  var exitStatus: Int?
  var evidence: [FailureRecord.Evidence] = []
  /// nil: the cause's own.
  var advice: String?
  var files: [FailureRecord.File] = []

  /// Of any error.
  ///
  /// - Parameter texts: what tells more of output that is quoted.
  init(_ error: any Error, texts: FatalTexts) {
    switch error {
    case let error as FactoryError: self = .of(error, texts)
    case let error as StoreDamage: self.init(.storeDamaged, "\(error)", .host)
    case let error as FileError: self.init(.hostFile, "\(error)", .host)
    case let error as MediaError: self = .of(error)
    case let error as MachineError: self = .of(error)
    case let error as GuestError: self = .of(error)
    case let error as SubprocessError: self = .of(error, texts)
    case let error as ParentFailure: self.init(.parentFailed, "\(error)", .host)
    case let error as UnusableImage: self.init(.imageUnusable, "\(error)", .host)
    default: self.init(.unknown, "\(error)", .host)
    }
  }

  /// From an error's text: its first line is the message, the others are evidence.
  init(_ cause: FailureCause, _ text: String, _ source: FailureRecord.Evidence.Source) {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    self.cause = Self.isDiskFull(text) ? .hostDiskFull : cause
    message = lines.first ?? "\(cause.rawValue), without a word"
    let rest = lines.dropFirst().map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    if !rest.isEmpty { evidence = [FailureRecord.Evidence(source: source, lines: rest.map(String.init))] }
  }

  /// The C library's word for ENOSPC, which every error of this host quotes.
  private static func isDiskFull(_ text: String) -> Bool { text.contains("No space left on device") }
}
