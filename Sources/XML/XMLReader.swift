private import CXML2

/// Hears of an XML document's elements as they come.
public protocol XMLHandler: AnyObject {
  /// - Parameter depth: 1 for the document's own element.
  func start(_ element: XMLElement, depth: Int)
  func text(_ bytes: UnsafeRawBufferPointer)
  func end(depth: Int)
}

/// Why a document cannot be read.
public struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was read.
  public let document: String
  /// Where, counted from 1: in lines, and in bytes of the line.
  public let line: Int
  public let column: Int
  /// Such as `Opening and ending tag mismatch: b line 1 and a`.
  public let reason: String

  /// `DOCUMENT:LINE:COLUMN`.
  public var place: String { "\(document):\(line):\(column)" }
  public var description: String { "\(place): \(reason)" }
}

/// How large a document may be; libxml2 itself takes no name of more than 50,000 bytes and no attribute of more than 10 million.
public struct XMLLimits: Hashable, Sendable {
  /// Of the whole document.
  public var bytes: Int
  /// Elements within elements.
  public var depth: Int
  /// Bytes of text between two tags.
  public var text: Int

  /// The standards leave ten times the room that the largest repository's metadata take.
  public init(bytes: Int = 2 << 30, depth: Int = 64, text: Int = 8 << 20) {
    self.bytes = bytes
    self.depth = depth
    self.text = text
  }
}

/// Parses an XML document piece by piece with libxml2 (its "SAX2" interface), which builds no tree: metadata of a
/// repository unpack to hundreds of megabytes.
///
/// A document with a document type declaration is refused: entities could unfold without end, or name files and addresses. None
/// of the formats read here has one.
public final class XMLReader {
  private let name: String
  private var handlers = xmlSAXHandler()
  private var context: xmlParserCtxtPtr?
  private let listener: Listener
  private var bytesRead = 0

  /// What libxml2 hands back to its callbacks.
  fileprivate final class Listener {
    let handler: any XMLHandler
    let limits: XMLLimits
    var context: xmlParserCtxtPtr?
    var depth = 0
    var hasElement = false
    /// Bytes since the last tag.
    var text = 0
    /// What Kiln itself does not take; libxml2 has been told to stop.
    var refusal: String?

    init(_ handler: any XMLHandler, _ limits: XMLLimits) {
      self.handler = handler
      self.limits = limits
    }

    func refuse(_ reason: String) {
      guard refusal == nil else { return }
      refusal = reason
      xmlStopParser(context)
    }
  }

  /// - Parameter name: what is read, for messages.
  public init(_ name: String, _ handler: any XMLHandler, limits: XMLLimits = XMLLimits()) {
    self.name = name
    listener = Listener(handler, limits)
    handlers.initialized = UInt32(XML_SAX2_MAGIC)
    handlers.internalSubset = documentType
    handlers.startElementNs = startElement
    handlers.endElementNs = endElement
    handlers.characters = characters
    handlers.cdataBlock = characters
    context = xmlCreatePushParserCtxt(
      &handlers, Unmanaged.passUnretained(listener).toOpaque(), nil, 0, nil)
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
    listener.context = context
  }

  deinit { xmlFreeParserCtxt(context) }

  /// Takes the next piece.
  /// - Throws: ``XMLError``.
  public func feed(_ piece: UnsafeRawBufferPointer) throws(XMLError) {
    bytesRead += piece.count
    guard bytesRead <= listener.limits.bytes else {
      throw error("it has more than \(listener.limits.bytes) bytes, which is the most that is read")
    }
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
      guard listener.refusal == nil, listener.depth > 0 || !listener.hasElement else { throw error }
      throw self.error("it ends too early")
    }
  }

  private func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(XMLError) {
    let code = xmlParseChunk(
      context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
    if let refusal = listener.refusal { throw error(refusal) }
    guard code == 0 else { throw libraryError(code) }
  }

  /// An error at the place where the parser stands.
  private func error(_ reason: String) -> XMLError {
    let input = context?.pointee.input?.pointee
    return XMLError(
      document: name, line: Int(max(input?.line ?? 1, 1)), column: Int(max(input?.col ?? 1, 1)),
      reason: reason)
  }

  private func libraryError(_ code: Int32) -> XMLError {
    // The library calls that empty.
    guard code != XML_ERR_DOCUMENT_EMPTY.rawValue else { return error("it does not begin with '<'") }
    guard let found = xmlCtxtGetLastError(context)?.pointee, let message = found.message else {
      return error("no XML (libxml2's error \(code))")
    }
    // The library ends its sentences with a line feed; the column is in its second number.
    let text = String(cString: message).split(whereSeparator: \.isNewline).joined(separator: " ")
    return XMLError(
      document: name, line: Int(max(found.line, 1)), column: Int(max(found.int2, 1)), reason: text)
  }
}

/// Parses a whole document that is there.
///
/// - Parameter name: what is read, for messages.
/// - Throws: ``XMLError``.
public func readXML(
  _ bytes: [UInt8], _ name: String, _ handler: any XMLHandler, limits: XMLLimits = XMLLimits()
) throws(XMLError) {
  let reader = XMLReader(name, handler, limits: limits)
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
  guard let listener = listener(reference), listener.refusal == nil, let name else { return }
  listener.depth += 1
  listener.hasElement = true
  listener.text = 0
  guard listener.depth <= listener.limits.depth else {
    return listener.refuse("more than \(listener.limits.depth) elements are one within the other")
  }
  let element = XMLElement(localName: name, attributes: attributes, attributeCount: Int(attributeCount))
  listener.handler.start(element, depth: listener.depth)
}

private func endElement(
  _ reference: UnsafeMutableRawPointer?, _: UnsafePointer<xmlChar>?, _: UnsafePointer<xmlChar>?,
  _: UnsafePointer<xmlChar>?
) {
  guard let listener = listener(reference), listener.refusal == nil else { return }
  listener.handler.end(depth: listener.depth)
  listener.depth -= 1
  listener.text = 0
}

private func characters(
  _ reference: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<xmlChar>?, _ count: Int32
) {
  guard let listener = listener(reference), listener.refusal == nil else { return }
  listener.text += Int(count)
  guard listener.text <= listener.limits.text else {
    return listener.refuse("more than \(listener.limits.text) bytes of text are between two tags")
  }
  listener.handler.text(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
}

private func documentType(
  _ reference: UnsafeMutableRawPointer?, _: UnsafePointer<xmlChar>?, _: UnsafePointer<xmlChar>?,
  _: UnsafePointer<xmlChar>?
) {
  listener(reference)?.refuse(
    "a document type declaration (<!DOCTYPE) is not read, for entities have no limits")
}
