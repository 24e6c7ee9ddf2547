import Digests
import Failures
import Files
import Foundation
import JSON

/// What a store knows of its own files: which are unchanged since they were read, and which are not what they were.
public struct StoreIntegrity: Sendable {
  /// What need not be read again.
  let known: KnownDigests
  /// What is not what it was when it was made.
  let damaged: DamagedFiles
  /// Hear of what is found damaged.
  public let reports = DamageReports()

  init(root: String) {
    known = KnownDigests(folder: "\(root)/known")
    damaged = DamagedFiles(folder: "\(root)/damaged", reports: reports)
  }

  /// What a small file of the store says; nil where there is none, or it cannot be read, of which people are told. One that is
  /// damaged is set aside.
  func document<Value: Decodable>(_ type: Value.Type, at path: String) -> Value? {
    do {
      return try PlainFile.contents(path).map { try decodeJSON(type, from: $0) }
    } catch {
      let fault =
        error is FileError ? "\(error)" : "\(path) is damaged: it is not the JSON that Kiln writes there"
      if let error = error as? FileError, !error.isDamage {
        reports.add(fault)
        return nil
      }
      do { try damaged.take(path, because: fault) } catch { reports.add(fault) }
      return nil
    }
  }
}

/// Something in the store that cannot be put right now: what is wrong, and what to do.
public struct StoreDamage: ExplainedError, Hashable, CustomStringConvertible {
  public let fault: String
  public let advice: String

  public init(fault: String, advice: String) {
    self.fault = fault
    self.advice = advice
  }

  public var description: String { "\(fault): \(advice)" }

  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(.storeDamaged, description, .host)
  }
}
