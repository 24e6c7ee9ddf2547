import Recipes

/// What determines the outcome of provisioning steps.
enum StepInputs {
  /// - Parameter secrets: the scrypt digest of each secret, by name.
  static func of(_ steps: [Step], secrets: [String: String]) -> [Input] {
    steps.flatMap { inputs(of: $0, secrets: secrets) }.withUniqueNames()
  }

  private static func inputs(of step: Step, secrets: [String: String]) -> [Input] {
    switch step {
    case .packages(let names):
      [Input("packages", names.map(\.value).joined(separator: " "))]
    case .file(let step): inputs(of: step)
    case .script(let step): inputs(of: step, secrets: secrets)
    }
  }

  private static func inputs(of step: FileStep) -> [Input] {
    let mode = step.mode.map(octal) ?? "as is"
    let place = Input(
      "place of \(step.source.written)",
      "\(step.destination) mode \(mode) owner \(step.owner ?? "root:root")")
    return [place] + inputs(of: step.source)
  }

  private static func inputs(
    of step: ScriptStep, secrets: [String: String]
  ) -> [Input] {
    let environment = step.environment.sorted { $0.key < $1.key }.map {
      Input("\(step.source.written) env \($0.key)", $0.value)
    }
    let digests = step.secrets.map {
      Input("\(step.source.written) secret \($0)", secrets[$0] ?? "")
    }
    let arguments = step.arguments.enumerated().map {
      Input("\(step.source.written) argument \($0.offset + 1)", $0.element)
    }
    return inputs(of: step.source) + arguments + environment + digests
  }

  private static func inputs(of source: Source) -> [Input] {
    switch source.content {
    case .file(let digest, let mode):
      return [Input(source.written, "sha256:\(digest) mode \(octal(mode))" + text(of: source.metadata))]
    case .folder(let mode, let entries):
      return [Input(source.written, "folder \(octal(mode))" + text(of: source.metadata))]
        + entries.map {
          Input("\(source.written)/\($0.path)", value(of: $0.kind) + text(of: $0.metadata))
        }
    }
  }

  /// Empty where there is nothing to say, so that most files have the keys that they always had.
  private static func text(of metadata: Source.Metadata) -> String {
    let attributes = metadata.extendedAttributes.sorted { $0.key < $1.key }.map { name, value in
      " \(name)=" + value.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
    let link = metadata.hardLink.map { " same file as \($0)" } ?? ""
    return (metadata.hasHoles ? " with holes" : "") + attributes.joined() + link
  }

  private static func value(of kind: Source.Entry.Kind) -> String {
    switch kind {
    case .file(let digest, let mode): "sha256:\(digest) mode \(octal(mode))"
    case .folder(let mode): "folder \(octal(mode))"
    case .link(let target): "link to \(target)"
    }
  }

  private static func octal(_ mode: UInt16) -> String { "0" + String(mode, radix: 8) }
}
