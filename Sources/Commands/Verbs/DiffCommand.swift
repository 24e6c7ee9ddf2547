import Console
import Factory
import Files
import Foundation
import Images

enum DiffCommand: Command {
  private static let sections = ImageDiff.sections.map { $0.name }
  private static let only = Option.value(
    "only", "SECTIONS",
    help: "compare these alone, with commas between them: \(sections.joined(separator: ", "))")
  private static let html = Option.value("html", "FILE", help: "write a page of it as well")

  static let verb = Verb(
    "diff", summary: "tell what differs between two images",
    discussion:
      "Images are named as for 'kiln shell': a release, a channel, a build, a layer or a file. What every build writes anew, "
      + "such as caches and logs, is counted and not listed; what follows from a package is told with the package. How tests went, and "
      + "on which ports an image was seen to listen, is told where both were tested; what is known to be vulnerable, by the data "
      + "that the site file or --data names. As of "
      + "diff(1), the exit status is 0 where the systems are the same, 1 where they differ, and 2 or more where they could not be "
      + "compared.",
    positional: Positional(
      "IMAGE IMAGE", .two,
      help:
        "NAME, NAME@VERSION, NAME@CHANNEL, NAME-VERSION+BUILD, a layer's key, or the path of a descriptor or a disk"
    ),
    options: [
      only, html, SharedOptions.vulnerabilityData, SharedOptions.offline, SharedOptions.site,
      SharedOptions.format, SharedOptions.accelerator, SharedOptions.store,
    ],
    example: Verb.Example(
      "kiln diff web@1.0.0 web@1.1.0 --html changes.html", "tells what changed, and writes it as a page"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let names = try chosen(arguments)
    let diff: ImageDiff
    do {
      let comparison = try arguments.comparison(in: context)
      diff = try await comparison.diff(arguments.positionals[0], arguments.positionals[1], only: names)
      if let path = arguments.value(html) {
        try FileSystem.write(Data(DiffPage(diff).html.utf8), to: path)
      }
    } catch {
      throw Incomparable(reason: error)
    }
    try context.print(DiffReport(diff: diff), arguments)
    return diff.isDifferent ? .failed : .done
  }

  private static func chosen(_ arguments: Arguments) throws -> Set<String>? {
    guard let written = arguments.value(only) else { return nil }
    let names = written.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    for name in names where !sections.contains(name) {
      throw UsageError(
        "--only knows no section '\(name)'; there are \(sections.joined(separator: ", "))",
        command: "kiln diff")
    }
    return Set(names)
  }
}

/// Two images could not be compared: not the same as that they differ.
struct Incomparable: Error {
  let reason: any Error
}

extension Arguments {
  /// What looks into the images of the store that a command line names.
  func comparison(in context: Context) throws -> ImageComparison {
    ImageComparison(store: try store(in: context), host: host, audit: try audit(in: context))
  }
}
