private import CYAML
import Diagnostics

/// What libyaml reports while it reads; the subset that documents are built from.
enum Event {
  case documentStart
  case alias(String)
  case scalar(Node.Scalar, Properties)
  case sequenceStart(Properties)
  case sequenceEnd
  case mappingStart(Properties)
  case mappingEnd
  case end

  /// What may stand before a node: `&anchor !tag`.
  struct Properties {
    let anchor: String?
    let tag: String?
  }
}

/// Owns one libyaml parser and hands out its events one by one.
final class EventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let text: SourceText

  init(_ text: SourceText) throws(YAMLError) {
    self.text = text
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    input = .allocate(capacity: text.bytes.count)
    _ = input.initialize(from: text.bytes)
    guard yaml_parser_initialize(parser) == 1 else {
      throw text.error("out of memory", at: text.location(ofByte: 0))
    }
    // Told, not guessed: a UTF-16 file is an error with a place rather than a surprise.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event and where it starts.
  func next() throws(YAMLError) -> (event: Event, location: Location) {
    while true {
      var raw = yaml_event_t()
      guard yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
      defer { yaml_event_delete(&raw) }
      if let event = Self.event(raw) { return (event, location(raw.start_mark)) }
    }
  }

  private static func event(_ raw: yaml_event_t) -> Event? {
    switch raw.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_STREAM_END_EVENT: return .end
    case YAML_ALIAS_EVENT: return .alias(string(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let data = raw.data.scalar
      let value = UnsafeBufferPointer(start: data.value, count: data.length)
      let scalar = Node.Scalar(
        text: String(decoding: value, as: UTF8.self), isPlain: data.style == YAML_PLAIN_SCALAR_STYLE)
      return .scalar(scalar, Event.Properties(anchor: string(data.anchor), tag: string(data.tag)))
    case YAML_SEQUENCE_START_EVENT:
      let data = raw.data.sequence_start
      return .sequenceStart(Event.Properties(anchor: string(data.anchor), tag: string(data.tag)))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let data = raw.data.mapping_start
      return .mappingStart(Event.Properties(anchor: string(data.anchor), tag: string(data.tag)))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return nil
    }
  }

  private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
  }

  private func location(_ mark: yaml_mark_t) -> Location {
    Location(file: text.file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  /// What to do, by libyaml's words, where these say nothing of it.
  private static let advice = [
    "mapping values are not allowed in this context": ": quote a value that has a colon"
  ]

  /// libyaml's own account of what went wrong, with its context when that adds a place to look at.
  private func failure() -> YAMLError {
    let state = parser.pointee
    let problem =
      state.problem.map { String(cString: $0) + (Self.advice[String(cString: $0)] ?? "") } ?? "out of memory"
    if state.error == YAML_READER_ERROR {
      return text.error(problem, at: text.location(ofByte: state.problem_offset))
    }
    let place = location(state.problem_mark)
    if let tab = text.tab(before: place) {
      return text.error("a tab, where YAML takes only spaces: indent with spaces", at: tab)
    }
    guard let context = state.context.map({ String(cString: $0) }) else {
      return text.error(problem, at: place)
    }
    let start = location(state.context_mark)
    let since = start.line == place.line ? "" : " that starts at line \(start.line)"
    return text.error("\(problem) \(context)\(since)", at: place)
  }
}
