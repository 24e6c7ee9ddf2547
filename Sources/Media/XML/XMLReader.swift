private import CXML2

/// Hears of an XML document's elements as they come.
protocol XMLHandler: AnyObject {
  /// - Parameter depth: 1 for the document's own element.
  func start(_ element: XMLElement, depth: Int)
  func text(_ bytes: UnsafeRawBufferPointer)
  func end(depth: Int)
}

/// Parses an XML document piece by piece with libxml2 (its "SAX2" interface), which builds no tree: metadata of a
/// repository unpack to hundreds of megabytes. Entities of the document's own, and files that it names, are not read.
final class XMLReader {
  private let name: String
  private var handlers = xmlSAXHandler()
  private var context: xmlParserCtxtPtr?
  private let listener: Listener

  /// What libxml2 hands back to its callbacks.
  fileprivate final class Listener {
    let handler: any XMLHandler
    var depth = 0

    init(_ handler: any XMLHandler) { self.handler = handler }
  }

  /// - Parameter name: what is read, for messages.
  init(_ name: String, _ handler: any XMLHandler) {
    self.name = name
    listener = Listener(handler)
    handlers.initialized = UInt32(XML_SAX2_MAGIC)
    handlers.startElementNs = startElement
    handlers.endElementNs = endElement
    handlers.characters = characters
    context = xmlCreatePushParserCtxt(
      &handlers, Unmanaged.passUnretained(listener).toOpaque(), nil, 0, nil)
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
  }

  deinit { xmlFreeParserCtxt(context) }

  /// Takes the next piece.
  /// - Throws: `MediaError.malformed`.
  func feed(_ piece: UnsafeRawBufferPointer) throws(MediaError) {
    var rest = piece
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      try parse(part, isLast: false)
    }
  }

  /// Call it once, last.
  /// - Throws: `MediaError.malformed` for a document that ends too early.
  func finish() throws(MediaError) {
    try parse(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }

  private func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(MediaError) {
    let code = xmlParseChunk(
      context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
    guard code == 0 else { throw .malformed(what: name, reason: reason(code)) }
  }

  private func reason(_ code: Int32) -> String {
    guard let error = xmlCtxtGetLastError(context)?.pointee, let message = error.message else {
      return "no XML (libxml2's error \(code))"
    }
    return "line \(error.line): " + trimmed(String(cString: message)[...])
  }
}

/// The start of an element, looked at in place: it must not outlive the call that it came with.
struct XMLElement {
  fileprivate let localName: UnsafePointer<UInt8>
  /// libxml2's five for each: local name, prefix, URI, where the value begins, and where it ends.
  fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  fileprivate let attributeCount: Int

  /// Whether that is its name, whatever its name space.
  func isNamed(_ name: StaticString) -> Bool { isSame(localName, name) }

  func attribute(_ name: StaticString) -> String? {
    guard let attributes else { return nil }
    for index in 0..<attributeCount {
      let parts = attributes + 5 * index
      guard let found = parts[0], isSame(found, name), let start = parts[3], let end = parts[4] else {
        continue
      }
      return String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
    }
    return nil
  }

  private func isSame(_ text: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
    xmlStrEqual(text, name.utf8Start) == 1
  }
}

// libxml2's callbacks; each finds its listener in the pointer that was given with them.

private func listener(_ reference: UnsafeMutableRawPointer?) -> XMLReader.Listener? {
  reference.map { Unmanaged<XMLReader.Listener>.fromOpaque($0).takeUnretainedValue() }
}

private func startElement(
  _ reference: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _: UnsafePointer<xmlChar>?,
  _: UnsafePointer<xmlChar>?, _: Int32, _: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
  _ attributeCount: Int32, _: Int32, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
  guard let listener = listener(reference), let name else { return }
  listener.depth += 1
  let element = XMLElement(localName: name, attributes: attributes, attributeCount: Int(attributeCount))
  listener.handler.start(element, depth: listener.depth)
}

private func endElement(
  _ reference: UnsafeMutableRawPointer?, _: UnsafePointer<xmlChar>?, _: UnsafePointer<xmlChar>?,
  _: UnsafePointer<xmlChar>?
) {
  guard let listener = listener(reference) else { return }
  listener.handler.end(depth: listener.depth)
  listener.depth -= 1
}

private func characters(
  _ reference: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<xmlChar>?, _ count: Int32
) {
  listener(reference)?.handler.text(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
}
