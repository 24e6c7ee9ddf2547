private import CXML2

/// Hears of an XML document's elements as they come.
public protocol XMLHandler: AnyObject {
  /// - Parameter depth: 1 for the document's own element.
  func start(_ element: XMLElement, depth: Int)
  func text(_ bytes: UnsafeRawBufferPointer)
  func end(depth: Int)
}

/// Why a text is no well-formed XML document.
public struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was read.
  public let document: String
  /// With its line, as libxml2 says it.
  public let reason: String

  public var description: String { "\(document): \(reason)" }
}

/// Parses an XML document piece by piece with libxml2 (its "SAX2" interface), which builds no tree: metadata of a
/// repository unpack to hundreds of megabytes. Entities of the document's own, and files that it names, are not read.
public final class XMLReader {
  private let name: String
  private var handlers = xmlSAXHandler()
  private var context: xmlParserCtxtPtr?
  private let listener: Listener

  /// What libxml2 hands back to its callbacks.
  fileprivate final class Listener {
    let handler: any XMLHandler
    var depth = 0
    var hasElement = false

    init(_ handler: any XMLHandler) { self.handler = handler }
  }

  /// - Parameter name: what is read, for messages.
  public init(_ name: String, _ handler: any XMLHandler) {
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
  /// - Throws: ``XMLError``.
  public func feed(_ piece: UnsafeRawBufferPointer) throws(XMLError) {
    var rest = piece
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      try parse(part, isLast: false)
    }
  }

  /// Call it once, last.
  /// - Throws: ``XMLError`` for a document that ends too early.
  public func finish() throws(XMLError) {
    do throws(XMLError) {
      try parse(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
    } catch {
      // The library speaks of extra content then.
      guard listener.depth > 0 || !listener.hasElement else { throw error }
      throw XMLError(document: name, reason: "line \(line): it ends too early")
    }
  }

  private var line: Int32 { xmlCtxtGetLastError(context)?.pointee.line ?? 1 }

  private func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(XMLError) {
    let code = xmlParseChunk(
      context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
    guard code == 0 else { throw XMLError(document: name, reason: reason(code)) }
  }

  private func reason(_ code: Int32) -> String {
    guard let error = xmlCtxtGetLastError(context)?.pointee, let message = error.message else {
      return "no XML (libxml2's error \(code))"
    }
    // The library ends its sentences with a line feed.
    let text = String(cString: message).split(whereSeparator: \.isNewline).joined(separator: " ")
    return "line \(error.line): \(text)"
  }
}

/// Parses a whole document that is there.
///
/// - Parameter name: what is read, for messages.
public func readXML(_ bytes: [UInt8], _ name: String, _ handler: any XMLHandler) throws(XMLError) {
  let reader = XMLReader(name, handler)
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(XMLError) in
      try reader.feed(bytes)
      try reader.finish()
    }
  }
  try result.get()
}

/// The start of an element, looked at in place: it must not outlive the call that it came with.
public struct XMLElement {
  fileprivate let localName: UnsafePointer<UInt8>
  /// libxml2's five for each: local name, prefix, URI, where the value begins, and where it ends.
  fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  fileprivate let attributeCount: Int

  /// Whether that is its name, whatever its name space.
  public func isNamed(_ name: StaticString) -> Bool { isSame(localName, name) }

  public func attribute(_ name: StaticString) -> String? {
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
  listener.hasElement = true
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
