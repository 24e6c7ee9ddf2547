import Diagnostics

/// Reads one YAML document.
///
/// Anchors, aliases and merge keys (`<<`) are followed; what they stand for counts against the limits.
///
/// - Parameters:
///   - file: the path that locations name; nothing is read from it.
/// - Returns: nil for a text without a document (empty, or comments only).
/// - Throws: `YAMLError` for malformed YAML, for text that is not UTF-8, for more than one document, for a key that
///   is not a scalar or stands twice in one mapping, and for a document beyond the limits.
public func parseYAML(
  _ bytes: [UInt8],
  file: String,
  limits: Limits = .standard
) throws(YAMLError) -> Node? {
  // YAML 1.2, section 5.2: a byte order mark may begin a text.
  let text = SourceText(
    bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes, file: file)
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw text.error("the file is text in UTF-16: save it as UTF-8", at: text.location(ofByte: 0))
  }
  guard bytes.count <= limits.bytes else {
    throw text.error(
      "the file has \(bytes.count) bytes, more than the \(limits.bytes) allowed", at: text.location(ofByte: 0)
    )
  }
  var parser = try Parser(text, limits: limits)
  return try parser.document()
}

/// Reads one YAML document from a string, as ``parseYAML(_:file:limits:)-([UInt8],_,_)`` does from bytes.
public func parseYAML(
  _ string: String,
  file: String,
  limits: Limits = .standard
) throws(YAMLError) -> Node? {
  try parseYAML(Array(string.utf8), file: file, limits: limits)
}

/// Builds nodes from events by recursive descent; the depth limit bounds the recursion.
private struct Parser {
  /// A finished node and what it costs, so that an alias can be charged without walking what it stands for.
  struct Built {
    let node: Node
    let nodes: Int
    /// Levels, this one included.
    let height: Int
  }

  let reader: EventReader
  let text: SourceText
  let limits: Limits
  var anchors: [String: Built] = [:]
  var nodes = 0
  var duplicates: [YAMLError.Problem] = []

  /// Keys written twice that one error lists; whoever has more has another problem.
  private static let listed = 50

  init(_ text: SourceText, limits: Limits) throws(YAMLError) {
    self.text = text
    self.limits = limits
    reader = try EventReader(text)
  }

  mutating func document() throws(YAMLError) -> Node? {
    guard case .documentStart = try reader.next().event else { return nil }
    let root = try node(reader.next(), depth: 1).node
    let (event, location) = try reader.next()
    if case .documentStart = event {
      throw text.error("a second document starts here; only one is allowed in a file", at: location)
    }
    guard duplicates.isEmpty else { throw YAMLError(problems: duplicates) }
    return root
  }

  private mutating func node(
    _ start: (event: Event, location: Location), depth: Int
  ) throws(YAMLError) -> Built {
    let location = start.location
    switch start.event {
    case .alias(let name):
      guard let built = anchors[name] else {
        throw text.error(
          "unknown anchor '\(name)': an alias must come after the whole of what it names", at: location)
      }
      try charge(nodes: built.nodes, depth: depth + built.height - 1, at: location)
      return built
    case .scalar(let scalar, let properties):
      try charge(nodes: 1, depth: depth, at: location)
      let node = Node(.scalar(scalar), tag: properties.tag, location: location)
      return finish(Built(node: node, nodes: 1, height: 1), properties)
    case .sequenceStart(let properties):
      try charge(nodes: 1, depth: depth, at: location)
      return finish(try sequence(properties, location, depth: depth), properties)
    case .mappingStart(let properties):
      try charge(nodes: 1, depth: depth, at: location)
      return finish(try mapping(properties, location, depth: depth), properties)
    case .documentStart, .sequenceEnd, .mappingEnd, .end:
      throw text.error("unexpected end", at: location)
    }
  }

  private mutating func finish(_ built: Built, _ properties: Event.Properties) -> Built {
    if let anchor = properties.anchor { anchors[anchor] = built }
    return built
  }

  private mutating func charge(nodes count: Int, depth: Int, at location: Location) throws(YAMLError) {
    nodes += count
    if nodes > limits.nodes {
      throw text.error("the document stands for more than \(limits.nodes) values", at: location)
    }
    if depth > limits.depth {
      throw text.error("nested more than \(limits.depth) levels deep", at: location)
    }
  }

  private mutating func sequence(
    _ properties: Event.Properties, _ location: Location, depth: Int
  ) throws(YAMLError) -> Built {
    var items: [Node] = []
    var cost = 1
    var height = 0
    while true {
      let next = try reader.next()
      if case .sequenceEnd = next.event { break }
      let item = try node(next, depth: depth + 1)
      items.append(item.node)
      cost += item.nodes
      height = max(height, item.height)
    }
    let node = Node(.sequence(items), tag: properties.tag, location: location)
    return Built(node: node, nodes: cost, height: height + 1)
  }

  private mutating func mapping(
    _ properties: Event.Properties, _ location: Location, depth: Int
  ) throws(YAMLError) -> Built {
    var entries = MappingEntries()
    var cost = 1
    var height = 0
    while true {
      let next = try reader.next()
      if case .mappingEnd = next.event { break }
      let key = try key(next, depth: depth + 1)
      let value = try node(reader.next(), depth: depth + 1)
      cost += value.nodes
      height = max(height, value.height)
      if key.text == "<<", key.isPlain {
        try merge(value.node, into: &entries)
      } else if let first = entries.add(
        Node.Entry(key: key.text, keyLocation: next.location, value: value.node)),
        duplicates.count < Self.listed
      {
        let message = "key '\(key.text)' is written twice, first at line \(first.line)"
        duplicates.append(text.problem(message, at: next.location))
      }
    }
    let node = Node(.mapping(entries.all), tag: properties.tag, location: location)
    return Built(node: node, nodes: cost, height: height + 1)
  }

  private mutating func key(
    _ start: (event: Event, location: Location), depth: Int
  ) throws(YAMLError) -> Node.Scalar {
    let key = try node(start, depth: depth).node
    guard case .scalar(let scalar) = key.content else {
      throw text.error("a key must be a scalar, not a list or a mapping", at: start.location)
    }
    return scalar
  }

  /// The merge key, <https://yaml.org/type/merge.html>: what is written beside it wins, then the earlier mapping.
  private func merge(_ value: Node, into entries: inout MappingEntries) throws(YAMLError) {
    switch value.content {
    case .mapping(let merged):
      entries.addMerged(merged)
    case .sequence(let items):
      for item in items {
        guard case .mapping(let merged) = item.content else { throw misplacedMerge(item) }
        entries.addMerged(merged)
      }
    case .scalar:
      throw misplacedMerge(value)
    }
  }

  private func misplacedMerge(_ value: Node) -> YAMLError {
    text.error("'<<' takes a mapping or a list of mappings", at: value.location)
  }
}

/// The entries of a mapping while it is read: those written in it, and those that merge keys bring in.
private struct MappingEntries {
  private var written: [Node.Entry] = []
  private var merged: [Node.Entry] = []
  /// Where each key of `written` stands; only filled once a scan would be slower than a look-up.
  private var index: [String: Location] = [:]

  private static let scanned = 16

  /// Every entry, those written first; a merged entry gives way to a written one and to an earlier merged one.
  var all: [Node.Entry] {
    guard !merged.isEmpty else { return written }
    var seen = Set(written.map(\.key))
    return written + merged.filter { seen.insert($0.key).inserted }
  }

  /// Adds a written entry, unless its key is there already: then answers where.
  mutating func add(_ entry: Node.Entry) -> Location? {
    if let earlier = location(of: entry.key) { return earlier }
    written.append(entry)
    if written.count == Self.scanned {
      index = Dictionary(uniqueKeysWithValues: written.map { ($0.key, $0.keyLocation) })
    } else if written.count > Self.scanned {
      index[entry.key] = entry.keyLocation
    }
    return nil
  }

  mutating func addMerged(_ entries: [Node.Entry]) {
    merged += entries
  }

  private func location(of key: String) -> Location? {
    if written.count < Self.scanned { return written.first { $0.key == key }?.keyLocation }
    return index[key]
  }
}

/// What a document may cost before it is refused; a few lines of aliases can otherwise stand for billions of nodes.
public struct Limits: Hashable, Sendable {
  /// Bytes of the text.
  public var bytes: Int
  /// Levels of nesting, after aliases are followed.
  public var depth: Int
  /// Scalars, sequences and mappings, after aliases are followed.
  public var nodes: Int

  public init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  /// Far above what a person writes: 1 MiB, 64 levels, 200,000 nodes.
  public static let standard = Limits(bytes: 1 << 20, depth: 64, nodes: 200_000)
}
