import Console
import Factory
import Images
import Imaging
import Recipes
import Storage

enum ConvertCommand: Command {
  private static let force = Option.flag(
    "force", help: "replace files of the same names that have other content")

  static let verb = Verb(
    "convert", summary: "write an image in other formats",
    discussion:
      "Of a disk that was not made here, nothing is believed: its format is told by its bytes, and it is refused where it names "
      + "other files. Digests go into SHA256SUMS.",
    positional: Positional(
      "LAYER|IMAGE", .one,
      help:
        "NAME@VERSION, NAME@CHANNEL, NAME for the newest build, a build, the first digits of a layer's key, or the path of "
        + "a descriptor or a disk"),
    options: [
      FormatArguments.formats(help: "make this; or print the report as text or json (default: text)"),
      BuildArguments.output, force, SharedOptions.store, SharedOptions.site,
    ],
    example: Verb.Example(
      "kiln convert web --format vmdk --format vhd -o images",
      "writes the newest build of web for VMware and for Azure"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let formats = arguments.imageFormats
    guard !formats.isEmpty else {
      let known = ImageFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("name a format with --format: \(known)", command: "kiln convert")
    }
    let output = arguments.value(BuildArguments.output) ?? BuildRequest().output
    let store = try arguments.store(in: context)
    let source = try store.source(arguments.positionals[0])
    let signer = try arguments.site()?.ovaSigning.map { OVASigner($0) }
    let conversion = ImageConversion(
      store: store, output: output, replaces: arguments.has(force), signer: signer)
    let files = try await conversion.run(source, as: formats)
    try context.print(ConvertedFiles(image: source.title, output, files), arguments)
    return .done
  }
}

private struct ConvertedFiles: Report {
  struct File: Encodable {
    let path: String
    let format: String
    let bytes: UInt64
    let sha256: String
    /// Whether it was there before, with the same content.
    let unchanged: Bool
  }

  let image: String
  let files: [File]

  init(image: String, _ folder: String, _ files: [ImageConversion.File]) {
    self.image = image
    self.files = files.map {
      File(
        path: "\(folder)/\($0.artifact.path)", format: $0.artifact.format?.rawValue ?? "",
        bytes: $0.artifact.size, sha256: $0.artifact.digest, unchanged: $0.isUnchanged)
    }
  }

  func text(on terminal: Terminal) -> String {
    let rows = files.map {
      [$0.path, $0.format, formatted(bytes: $0.bytes), $0.unchanged ? "there already" : "written"]
    }
    let columns = [Table.Column("FILE"), .init("FORMAT"), .init("SIZE", .right), .init("OUTCOME")]
    return Table(columns, rows: rows).text(on: terminal)
  }
}
