import Foundation

/// Why a layer or an image was not made: what `failure.json` says.
public struct FailureRecord: Codable, Hashable, Sendable {
  /// What was to be made.
  public var subject: Subject
  /// Whose build it was, and whose log folder the record is in.
  public var appliance: String
  /// In whole seconds.
  public var when: Date
  /// What was being done, such as `partitioning`; nil where nothing had begun.
  public var phase: String?
  public var cause: FailureCause
  /// One line.
  public var message: String
  /// The line of the answer file at fault, where that is known.
  public var line: Int?
  /// The exit status of a step that failed by itself.
  public var exitStatus: Int?
  /// Short quotations.
  public var evidence: [Evidence]
  /// What to try.
  public var advice: String
  /// Only files that are there.
  public var files: [File]

  public init(
    subject: Subject, appliance: String, when: Date, phase: String? = nil, cause: FailureCause,
    message: String, line: Int? = nil, exitStatus: Int? = nil, evidence: [Evidence], advice: String,
    files: [File]
  ) {
    self.subject = subject
    self.appliance = appliance
    self.when = when
    self.phase = phase
    self.cause = cause
    self.message = message
    self.line = line
    self.exitStatus = exitStatus
    self.evidence = evidence
    self.advice = advice
    self.files = files
  }

  /// A layer or an image.
  public struct Subject: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Sendable { case layer, image }

    public var kind: Kind
    /// Such as `debian-13 (installed)`, or an image's file name without its ending.
    public var name: String

    public init(kind: Kind, name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// What one source said.
  public struct Evidence: Codable, Hashable, Sendable {
    public enum Source: String, Codable, Sendable, CaseIterable {
      /// The guest's serial console, what steers a terminal left out.
      case serial
      /// What the installer posted.
      case installerLog = "installer-log"
      /// What the server on this host saw of the guest.
      case http
      /// QEMU, its counters and its end.
      case machine
      /// Output of a provisioning step.
      case step
      /// A download.
      case download
      /// A program or a file of this host.
      case host
    }

    public var source: Source
    public var lines: [String]

    public init(source: Source, lines: [String]) {
      self.source = source
      self.lines = lines
    }
  }

  /// A file to look into.
  public struct File: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
      case log
      case serialLog = "serial-log"
      case installerLog = "installer-log"
      case screenshot
      /// systemd's.
      case journal
      /// As it was served, secrets and all.
      case answerFile = "answer-file"
    }

    public var kind: Kind
    public var path: String

    public init(kind: Kind, path: String) {
      self.kind = kind
      self.path = path
    }
  }
}

/// An error that carries its record, on its way from where it happened to the report; its text is the record's summary.
public struct RecordedFailure: Error, CustomStringConvertible, Sendable {
  public let record: FailureRecord

  public init(record: FailureRecord) {
    self.record = record
  }

  public var description: String { record.summary }
}
