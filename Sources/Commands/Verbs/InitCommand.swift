import Builds
import Console
import Factory
import Foundation
import Recipes

enum InitCommand: Command {
  private static let parent = Option.value(
    "parent", "NAME", help: "the recipe to derive from (default: debian-13)")

  static let verb = Verb(
    "init", summary: "make a folder with a recipe to start from",
    discussion: "What is in the folder already is left as it is: a file that is in the way is an error.",
    positional: Positional(
      "DIR", .one, help: "the folder, made when it is missing; its name becomes the recipe's"),
    options: [parent, SharedOptions.recipes, SharedOptions.library],
    example: Verb.Example("kiln init shop --parent web", "makes shop/shop.yaml, a script and a file"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let folder = URL(fileURLWithPath: arguments.positionals[0]).standardizedFileURL
    let name = folder.lastPathComponent
    guard RecipeName.isValid(name) else {
      throw UsageError(
        "the folder's name becomes the recipe's, and '\(name)' cannot be one: \(RecipeName.meaning)",
        command: "kiln init")
    }
    let project = try arguments.project(in: context)
    let parent = try project.resolve([arguments.value(parent) ?? "debian-13"])[0]
    // A user's recipe shadows a shipped one of its name: that would be its own parent, or others' by mistake.
    if let taken = project.library.recipes.first(where: { $0.name == name }),
      taken.isShipped || name == parent.name
    {
      throw UsageError(
        "a recipe named '\(name)' \(taken.isShipped ? "is shipped with Kiln" : "is the parent")"
          + ": give the folder another name, such as 'my-\(name)'",
        command: "kiln init")
    }
    let files = Starter(name: name, parent: parent.name).files
    for file in files
    where FileManager.default.fileExists(atPath: folder.appendingPathComponent(file.path).path) {
      throw UsageError(
        "\(folder.appendingPathComponent(file.path).path) is there already", command: "kiln init")
    }
    for file in files {
      let path = folder.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: path, options: .withoutOverwriting)
      try FileManager.default.setAttributes([.posixPermissions: file.mode], ofItemAtPath: path.path)
      context.say("made \(path.path)")
    }
    let folders = arguments.values(SharedOptions.recipes) + [arguments.positionals[0]]
    context.say("next: kiln build \(folders.map { "--recipes \($0) " }.joined())\(name)")
    return .done
  }
}

/// What a new recipe folder holds.
private struct Starter {
  struct File {
    let path: String
    let text: String
    let mode: Int
  }

  let name: String
  let parent: String

  var files: [File] {
    [
      File(path: "\(name).yaml", text: recipe, mode: 0o644),
      File(
        path: "files/motd", text: "This machine was built by Kiln from the recipe '\(name)'.\n", mode: 0o644),
      File(path: "scripts/setup.sh", text: script, mode: 0o755),
    ]
  }

  private var recipe: String {
    """
    name: \(name)
    parent: \(parent)
    title: \(name)
    version: 0.1.0

    # Installed with the distribution's package manager.
    packages: []

    # Copied into the image, from this folder.
    files:
      - {source: files/motd, to: /etc/motd, mode: "0644"}

    # Run in the image as root, in this order, after packages and files.
    provision:
      - script: scripts/setup.sh
        env: {GREETING: hello}

    """
  }

  private var script: String {
    """
    #!/bin/sh
    # Runs once, in the image, when it is built; daemons do not start.
    set -eu
    echo "$GREETING from $(uname -m)"

    """
  }
}
