import Digests
import Failures
import Files
import Foundation
import Images
import JSON
import Planning

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

extension Store {
  /// What is not what it was when it was published.
  public var damaged: DamagedFiles { DamagedFiles(folder: "\(root)/damaged", reports: reports) }

  /// What need not be read again.
  public var knownDigests: KnownDigests { KnownDigests(folder: "\(root)/known") }

  /// Sets a layer aside that nobody may build on.
  ///
  /// Who uses it at this moment has it open and sees that it is gone before anything is published that stands on it.
  func setAside(_ key: LayerKey, because fault: String) throws {
    try damaged.take("\(layers)/\(key.hex)", because: "layer \(key.short) is damaged: \(fault)")
  }

  /// Sets a layer aside, unless another has come to its place since it was looked at: that one need not be damaged.
  ///
  /// - Returns: false where nothing was done.
  func setAside(_ key: LayerKey, ifStill seen: FileIdentity, because fault: String) throws -> Bool {
    guard identity(of: key) == seen else { return false }
    try setAside(key, because: fault)
    return true
  }

  /// What a layer's name stands for now; nil where there is none.
  public func identity(of key: LayerKey) -> FileIdentity? { FileIdentity(of: "\(layers)/\(key.hex)") }

  /// What a small file of the store says; nil where there is none. One that cannot be read is set aside.
  public func document<Value: Decodable>(_ type: Value.Type, at path: String) -> Value? {
    do {
      return try PlainFile.contents(path).map { try decodeJSON(type, from: $0) }
    } catch {
      let fault =
        error is FileError ? "\(error)" : "\(path) is damaged: it is not the JSON that Kiln writes there"
      do { try damaged.take(path, because: fault) } catch { reports.add(fault) }
      return nil
    }
  }
}
