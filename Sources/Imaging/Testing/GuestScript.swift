import Foundation
import Images

/// One thing that is looked at inside a guest.
struct GuestPart: Sendable {
  let name: String
  let kind: TestCase.Kind
  /// For `/bin/sh`, in a subshell without input; what it prints, on either stream, is the answer.
  let body: String
  /// Where a recipe asks for it.
  var place: String?
  var judge: @Sendable (GuestAnswer) -> Judgement = { Judgement(status: $0) }

  /// Of an answer; none came where the script did not get so far.
  func result(of answer: GuestAnswer?) -> TestCase {
    guard let answer else {
      return TestCase(
        name, kind, .failed, message: "no answer came: the machine or an earlier test hangs", place: place)
    }
    let judgement = judge(answer)
    return TestCase(
      name, kind, judgement.outcome, seconds: answer.seconds, message: judgement.message,
      output: answer.output, place: place)
  }
}

/// What an answer means.
struct Judgement: Hashable, Sendable {
  var outcome: TestCase.Outcome
  var message: String?

  static let passed = Judgement(outcome: .passed)
  static func failed(_ message: String) -> Judgement { Judgement(outcome: .failed, message: message) }
  static func skipped(_ message: String) -> Judgement { Judgement(outcome: .skipped, message: message) }

  private init(outcome: TestCase.Outcome, message: String? = nil) {
    self.outcome = outcome
    self.message = message
  }

  /// The exit status that says that there is nothing to be looked at, as automake has it.
  static let notApplicable = 77

  /// The last line says why it is not 0.
  init(status answer: GuestAnswer) {
    let last = answer.lastLine ?? "it ended with status \(answer.status)"
    switch answer.status {
    case 0: self = .passed
    case Self.notApplicable: self = .skipped(last)
    default: self = .failed(last)
    }
  }
}

/// What came of a part.
struct GuestAnswer: Hashable, Sendable {
  var status: Int
  /// Its end.
  var output: String
  var seconds: Double
  /// When it was given, by this host's clock.
  var heard: ClosedRange<Date>

  var lastLine: String? {
    output.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
  }
}

/// All parts as one script: an emulated guest takes seconds for each connection.
struct GuestScript: Sendable {
  let parts: [GuestPart]
  /// Begins the lines that are the script's own; nobody knows it before.
  let token: String

  init(_ parts: [GuestPart], token: String = UUID().uuidString) {
    self.parts = parts
    self.token = token
  }

  /// For `/bin/sh -s`. What is written goes to memory, so that a full disk does not matter.
  var text: String {
    let head = """
      d=$(mktemp -d /run/kiln-test.XXXXXX) || d=$(mktemp -d) || exit 90
      trap 'rm -rf "$d"' EXIT
      LC_ALL=C; export LC_ALL
      now() { read -r up rest < /proc/uptime; }
      end() { s=$?; now; echo "\(token) $1 $s $start $up"; tail -c 8192 "$d/out"; echo; echo "\(token) end"; start=$up; }
      echo "\(token) begin"
      now; start=$up

      """
    let bodies = parts.enumerated().map { index, part in
      "(\n\(part.body.replacing(Self.tokenPlace, with: token))\n) > \"$d/out\" 2>&1 < /dev/null; end \(index)\n"
    }
    return head + bodies.joined() + "echo '\(token) done'\n"
  }

  /// Stands for the token in a part's body.
  static let tokenPlace = "@KILN_TOKEN@"

  /// Whether a line says that somebody is in.
  func begins(_ line: String) -> Bool { line == "\(token) begin" }

  /// - Parameter lines: all that the script printed.
  /// - Returns: an answer for each part; nil for those that none came of.
  func answers(in lines: [String], heard: ClosedRange<Date>) -> [GuestAnswer?] {
    var answers = [GuestAnswer?](repeating: nil, count: parts.count)
    var open: Begun?
    var output: [String] = []
    for line in lines {
      guard line.hasPrefix("\(token) ") else {
        if open != nil { output.append(line) }
        continue
      }
      let words = line.split(separator: " ").dropFirst()
      if words.first == "end", var done = open {
        done.answer.output = output.joined(separator: "\n")
        answers[done.index] = done.answer
        open = nil
      } else {
        open = begun(words, heard)
      }
      output = []
    }
    return answers
  }

  /// An answer whose output follows.
  private struct Begun {
    let index: Int
    var answer: GuestAnswer
  }

  private func begun(_ words: ArraySlice<Substring>, _ heard: ClosedRange<Date>) -> Begun? {
    let words = Array(words)
    guard words.count == 4, let index = Int(words[0]), parts.indices.contains(index),
      let status = Int(words[1]), let from = Double(words[2]), let to = Double(words[3])
    else { return nil }
    let answer = GuestAnswer(status: status, output: "", seconds: max(0, to - from), heard: heard)
    return Begun(index: index, answer: answer)
  }
}
