import Console
import Recipes

/// `--format` of a verb that makes images: it names what images are made as, and how the report is printed. No two of these are
/// called alike.
enum FormatArguments {
  static func formats(help: String) -> Option {
    .value(
      SharedOptions.format.name, "FORMAT",
      choices: OutputFormat.allCases.map(\.rawValue) + ImageFormat.allCases.map(\.rawValue), repeatable: true,
      help: help)
  }

  /// Of verbs that build.
  static let build = formats(
    help:
      "make images in this format, and not in those of their recipes; or print the report as text or json (default: text)"
  )
}

extension Arguments {
  /// The formats of images that are asked for, each once.
  var imageFormats: [ImageFormat] {
    values(SharedOptions.format).compactMap(ImageFormat.init).reduce(into: []) { formats, format in
      if !formats.contains(format) { formats.append(format) }
    }
  }

  /// How a report is to be printed.
  var outputFormat: OutputFormat {
    values(SharedOptions.format).compactMap(OutputFormat.init).last ?? .text
  }
}
