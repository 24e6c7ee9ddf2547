import Console
import Factory
import Foundation
import Images

enum SBOMCommand: Command {
  private static let format = Option.value(
    SharedOptions.format.name, "FORMAT",
    choices: OutputFormat.allCases.map(\.rawValue) + ImageBillOfMaterials.Document.allCases.map(\.rawValue),
    help: "print a table, json, or a document of SPDX 2.3 or CycloneDX 1.6 (default: text)")
  private static let files = Option.flag(
    "files", help: "list every file with its SHA-256 as well; in cyclonedx and json")

  static let verb = Verb(
    "sbom", summary: "tell what is inside an image: packages, licences, and what no package brought",
    discussion:
      "Of a build that was inspected when it was made it is what was found then; any other image is read in one session of "
      + "libguestfs, without network and without running anything of it. The same image gives the same bytes; SOURCE_DATE_EPOCH "
      + "stands for the time of its build.",
    positional: Positional("IMAGE", .one, help: "the image, named as for 'kiln diff'"),
    options: [format, files, SharedOptions.accelerator, SharedOptions.store, SharedOptions.site],
    example: Verb.Example("kiln sbom web@stable --format spdx", "prints what is inside web as SPDX has it"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let name = arguments.positionals[0]
    let bills = try arguments.bills(in: context, verb: verb)
    let listsFiles = arguments.has(files)
    if let document = arguments.values(format).compactMap(ImageBillOfMaterials.Document.init).last {
      guard !listsFiles || document == .cyclonedx else {
        throw UsageError(
          "SPDX lists files by their SHA-1, which is not read: take --format cyclonedx",
          command: "kiln \(verb.name)")
      }
      let bytes = try await bills.document(document, of: name, listsFiles: listsFiles)
      context.pass(on: String(decoding: bytes, as: UTF8.self))
      return .done
    }
    try context.print(
      SBOMReport(bill: try await bills.bill(of: name, listsFiles: listsFiles)), arguments)
    return .done
  }
}

extension Arguments {
  /// What tells what is inside the images that a command line names.
  func bills(in context: Context, verb: Verb) throws -> ImageBillOfMaterials {
    let text = context.environment["SOURCE_DATE_EPOCH"] ?? ""
    guard text.isEmpty || UInt32(text) != nil else {
      throw UsageError("SOURCE_DATE_EPOCH is no number of seconds: '\(text)'", command: "kiln \(verb.name)")
    }
    return ImageBillOfMaterials(
      store: try store(in: context), host: host,
      time: UInt32(text).map { Date(timeIntervalSince1970: TimeInterval($0)) })
  }
}

/// What is inside an image, for people and for programs of one's own.
struct SBOMReport: Report {
  let bill: BillOfMaterials

  func encode(to encoder: any Encoder) throws { try bill.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let subject = bill.subject
    let head = [subject.name, subject.version, bill.system.map { "(\($0.name))" }].compactMap(\.self)
    var texts = [head.joined(separator: " ") + "\n"]
    if !bill.packages.isEmpty {
      texts.append(
        Table(
          [
            .init("PACKAGE"), .init("VERSION"), .init("ARCHITECTURE"), .init("SOURCE"),
            .init("LICENCE", isCut: true),
          ],
          rows: bill.packages.map { package in
            let source = package.sourceVersion == package.version ? "" : " \(package.sourceVersion)"
            return [
              package.name, package.version, package.architecture,
              package.source == package.name && source.isEmpty ? "" : package.source + source,
              package.license ?? "",
            ]
          }
        ).text(on: terminal))
    }
    if !bill.components.isEmpty {
      texts.append(
        Table(
          [.init("OF NO PACKAGE"), .init("VERSION"), .init("KIND"), .init("PATH")],
          rows: bill.components.map { [$0.name, $0.version ?? "", $0.kind.rawValue, $0.path] }
        ).text(on: terminal))
    }
    if let files = bill.files {
      texts.append(
        Table([.init("SHA-256"), .init("FILE")], rows: files.map { [$0.digest, $0.path] }).text(on: terminal))
    }
    let counts =
      "\(counted(bill.packages.count, "package")), \(counted(bill.components.count, "component")) of no package\n"
    return (texts + [counts]).joined(separator: "\n") + bill.remarks.map { "\($0)\n" }.joined()
  }
}
