import Diagnostics
import Foundation
import Provisioners
import Recipes

/// A distribution with some files beside it, in a folder of its own that is removed when the test lets go of it.
final class RecipeReading {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("kiln-provisioners-\(UUID().uuidString)")

  private static let start = """
    name: base
    version: "1"
    os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
    installer: {kind: image, media: {image: {file: page}, mirrors: [http://mirror.example.org/debian]}}
    hardware: {disks: [{name: system, size: 8GiB, role: system}]}

    """

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in ["page": "hello\n", "a.sh": "#!/bin/sh\n"] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The steps of a recipe, of which this is all from line 6 on.
  ///
  /// - Throws: what is wrong with it.
  func steps(_ text: String) throws -> [Step] {
    try Data((Self.start + text).utf8).write(to: folder.appendingPathComponent("base.yaml"))
    let library = Library(folders: [folder.path], shipped: nil, provisioners: .all)
    return try Resolver(library).resolve("base").get().chain[0].steps
  }

  /// What is wrong with a recipe, a line each; paths from the recipe's folder.
  func faults(_ text: String) -> [String] {
    do {
      _ = try steps(text)
      return []
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "").split(separator: "\n").map(String.init)
    }
  }

  /// Where a step is asked for, from the recipe's folder.
  func place(of step: Step) -> String { "\(step.origin)".replacing(folder.path + "/", with: "") }
}
