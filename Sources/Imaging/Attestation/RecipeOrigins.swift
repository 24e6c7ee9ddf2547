import Digests
import Files
import Foundation
import Images
import JSON
import Recipes
import Subprocess

/// Where an appliance's recipes are from: their files, as they were read, and the commits that have them.
struct RecipeOrigins: Sendable {
  let appliance: Appliance

  /// The recipes' files, root first, then the repositories that they are in.
  func resources() async -> [ResourceDescriptor] {
    var files: [ResourceDescriptor] = []
    var repositories: [ResourceDescriptor] = []
    for link in appliance.chain {
      let repository = await Repository(of: link)
      files.append(file(link, repository))
      guard let repository else { continue }
      let found = repository.resource
      if let index = repositories.firstIndex(where: { $0.uri == found.uri && $0.digest == found.digest }) {
        if repository.isDirty { repositories[index].annotations["dirty"] = .bool(true) }
      } else {
        repositories.append(found)
      }
    }
    return files + repositories
  }

  private func file(_ link: Link, _ repository: Repository?) -> ResourceDescriptor {
    let name = URL(fileURLWithPath: link.file).lastPathComponent
    var annotations: [String: JSONValue] = ["recipe": .string(link.recipe)]
    if let repository {
      annotations["commit"] = .string(repository.commit)
      annotations["dirty"] = .bool(repository.isDirty)
      annotations["path"] = .string("\(repository.prefix)\(name)")
    }
    return ResourceDescriptor(
      name: name, uri: link.digest == nil ? name : nil, digest: link.digest.map { ["sha256": $0] } ?? [:],
      mediaType: "application/yaml",
      annotations: annotations)
  }
}

/// The git repository that a recipe's file is in.
private struct Repository: Sendable {
  /// Of the commit that is checked out.
  let commit: String
  /// The folder of the file in it; empty, or with a slash at the end.
  let prefix: String
  /// Where it is fetched from, without anybody's password; nil where it is nowhere else.
  let remote: String?
  /// Whether the commit lacks the recipe as it was read, or something that its steps read.
  let isDirty: Bool

  /// nil for a file that is in none, or where there is no git.
  init?(of link: Link) async {
    let file = URL(fileURLWithPath: link.file)
    let folder = file.deletingLastPathComponent().path
    let head = await Self.git(["rev-parse", "HEAD", "--show-prefix"], in: folder)
    guard let lines = head.map({ $0.split(separator: "\n", omittingEmptySubsequences: false) }),
      lines.count >= 2,
      lines[0].utf8.count >= 40
    else { return nil }
    commit = String(lines[0])
    prefix = String(lines[1])
    remote = await Self.git(["remote", "get-url", "origin"], in: folder).flatMap(Self.address)
    let committed = await Self.content(of: "HEAD:./\(file.lastPathComponent)", in: folder)
    let sources = link.steps.flatMap { $0.action.sources.map(\.path) }.filter(FileSystem.isTaken)
    let changed = await Self.git(["status", "--porcelain", "--", file.path] + sources, in: folder)
    isDirty = committed.map { sha256($0) } != link.digest || changed?.isEmpty != true
  }

  var resource: ResourceDescriptor {
    ResourceDescriptor(
      name: remote == nil ? "repository" : nil, uri: remote.map { "git+\($0)" },
      digest: ["gitCommit": commit],
      annotations: ["dirty": .bool(isDirty)])
  }

  /// What is written on one line, without a user's name and password.
  private static func address(_ text: String) -> String? {
    let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !line.isEmpty, !line.hasPrefix("/"), !line.hasPrefix(".") else { return nil }
    guard var parts = URLComponents(string: line), parts.scheme != nil else {
      // As ssh(1) has it: `git@example.org:recipes`.
      return line.split(separator: "@").last.map {
        "ssh://\($0.replacing(":", with: "/", maxReplacements: 1))"
      }
    }
    guard parts.scheme != "file" else { return nil }
    (parts.user, parts.password) = (nil, nil)
    return parts.string
  }

  private static func git(_ words: [String], in folder: String) async -> String? {
    await content(words, in: folder).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func content(of name: String, in folder: String) async -> [UInt8]? {
    await content(["cat-file", "blob", name], in: folder)
  }

  /// nil where it fails: then nothing is said.
  private static func content(_ words: [String], in folder: String) async -> [UInt8]? {
    // What a repository's own settings would start is not started.
    let command = Command(
      "git", ["-C", folder, "-c", "core.fsmonitor=false"] + words,
      environment: ["GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"])
    let limits = Limits(output: 16 << 20, deadline: .seconds(20))
    guard let result = try? await run(command, limits: limits), result.status.isSuccess else { return nil }
    return Array(result.stdout)
  }
}
