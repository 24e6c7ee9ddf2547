import Foundation
import Testing

/// Everything that `make fuzz` ever found, and a few good files to begin with, read once more. Covers attacks/fuzz.py.
struct CorpusTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")

  @Test(arguments: Loader.allCases) func theCorpusIsRead(by loader: Loader) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.corpus.appending(path: loader.rawValue), includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    let folder = FileManager.default.temporaryDirectory.appending(path: "kiln-corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files { loader.load(Array(try Data(contentsOf: file)), in: folder.path) }
  }

  /// Else a folder would be forgotten.
  @Test func everyFolderHasALoader() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
    #expect(Set(folders) == Set(Loader.allCases.map(\.rawValue)))
  }
}
