import Diagnostics
import Foundation
import Recipes
import YAML

/// All texts that are known to be the end of an install or a step, in order.
public struct FatalTexts: Sendable, Codable {
  public let texts: [FatalText]

  /// None.
  public static let none = FatalTexts([])

  public init(_ texts: [FatalText]) {
    self.texts = texts
  }

  /// Reads `diagnosis/fatal-texts.yaml`; a library without that file knows none.
  ///
  /// - Parameter library: the folder of the shipped recipes.
  /// - Throws: everything that is wrong with the file, with its place.
  public init(library: String) throws(Diagnostics) {
    let path = "\(library)/diagnosis/fatal-texts.yaml"
    guard let data = FileManager.default.contents(atPath: path) else {
      self = .none
      return
    }
    var reading = FatalTextReading()
    texts = reading.texts(in: Array(data), file: path)
    if let faults = Diagnostics(reading.faults) { throw faults }
  }

  /// The first text of the list, not of the output, that is found.
  ///
  /// - Parameter family: the installer's; nil where there is none.
  public func first(in output: String, from source: FatalText.Source, family: String?) -> KnownText? {
    for text in texts where text.sources.contains(source) {
      if let wanted = text.family, let family, wanted != family { continue }
      if let match = text.match(in: output) { return match }
    }
    return nil
  }
}
