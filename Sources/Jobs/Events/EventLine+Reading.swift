import Failures
import Foundation
import Images
import Planning
import Storage

extension EventLine {
  /// - Throws: `DecodingError` for an event of a name that this version does not know.
  public init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: Key.self)
    time = try Date(line.decode(String.self, forKey: .time), strategy: .iso8601)
    event = try Self.event(in: line)
  }

  private static func event(in line: KeyedDecodingContainer<Key>) throws -> BuildEvent {
    let name = try line.decode(String.self, forKey: .event)
    switch name {
    case "notice": return .notice(try line.decode(String.self, forKey: .message))
    case "planned":
      return .planned(
        jobs: try line.decode(Int.self, forKey: .jobs),
        seconds: try line.decode(Double.self, forKey: .expectedSeconds))
    case "downloading", "downloaded", "download-failed": return .transfer(try transfer(in: line, name))
    default: break
    }
    let job = try line.decode(JobName.self, forKey: .job)
    switch name {
    case "started":
      return .started(
        job, reason: try line.decode(String.self, forKey: .reason),
        expected: try line.decodeIfPresent(Double.self, forKey: .expectedSeconds))
    case "reused": return .reused(job, path: try line.decodeIfPresent(String.self, forKey: .path))
    case "waiting": return .waiting(job, holder: try line.decode(String.self, forKey: .holder))
    case "phase": return .phase(job, try line.decode(String.self, forKey: .phase))
    case "output": return .output(job, try line.decode(String.self, forKey: .line))
    case "finished":
      return .finished(
        job,
        Completion(
          seconds: try line.decode(Double.self, forKey: .seconds),
          build: try line.decodeIfPresent(BuildID.self, forKey: .build),
          path: try line.decodeIfPresent(String.self, forKey: .path),
          bytes: try line.decodeIfPresent(UInt64.self, forKey: .bytes),
          boot: try line.decodeIfPresent(BootResult.self, forKey: .boot)))
    case "failed": return .failed(job, try line.decode(FailureRecord.self, forKey: .failure))
    case "skipped": return .skipped(job, because: try line.decode(JobName.self, forKey: .because))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .event, in: line, debugDescription: "there is no event '\(name)'")
    }
  }

  private static func transfer(in line: KeyedDecodingContainer<Key>, _ name: String) throws -> FileTransfer {
    let state: FileTransfer.Stage =
      switch name {
      case "downloading": .running
      case "downloaded": .done(.seconds(try line.decode(Double.self, forKey: .seconds)))
      default: .failed(try line.decode(String.self, forKey: .message))
      }
    return FileTransfer(
      url: try line.decode(String.self, forKey: .url),
      received: try line.decode(UInt64.self, forKey: .received),
      total: try line.decodeIfPresent(UInt64.self, forKey: .total),
      // Told of what is under way only.
      speed: try line.decodeIfPresent(Double.self, forKey: .speed) ?? 0, state: state)
  }
}
