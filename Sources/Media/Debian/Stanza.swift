private import Glibc

/// One paragraph of a control file (deb-control(5), "deb822"), looked at in place: a field is found when it is asked for.
///
/// It points into memory of whoever shows it, and must not outlive that call.
struct Stanza {
  let bytes: UnsafeRawBufferPointer

  /// The field's value as written, without the blanks around it; continuation lines are part of it.
  func value(of field: StaticString) -> UnsafeRawBufferPointer? {
    let length = field.utf8CodeUnitCount
    var line = 0
    while line < bytes.count {
      let end = endOfLine(from: line)
      if end - line > length, bytes[line + length] == UInt8(ascii: ":"), isSame(field, at: line) {
        return blanksTrimmed(from: line + length + 1, to: endOfValue(from: end))
      }
      line = end + 1
    }
    return nil
  }

  /// The field's value as text.
  func text(of field: StaticString) -> String? {
    value(of: field).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What makes this no stanza: the first line that is neither a field, nor its continuation, nor a comment.
  var fault: String? {
    var line = 0
    var hasField = false
    while line < bytes.count {
      let end = endOfLine(from: line)
      let first = bytes[line]
      let isContinuation = first == UInt8(ascii: " ") || first == UInt8(ascii: "\t")
      let isField = bytes[line..<end].firstIndex(of: UInt8(ascii: ":")).map { $0 > line } ?? false
      if first != UInt8(ascii: "#"), isContinuation ? !hasField : !isField {
        return "not a field: '\(String(decoding: bytes[line..<min(end, line + 60)], as: UTF8.self))'"
      }
      hasField = hasField || isField
      line = end + 1
    }
    return nil
  }

  /// Field names are compared without regard to case.
  private func isSame(_ field: StaticString, at offset: Int) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return strncasecmp(
      UnsafeRawPointer(field.utf8Start).assumingMemoryBound(to: CChar.self),
      (base + offset).assumingMemoryBound(to: CChar.self), field.utf8CodeUnitCount) == 0
  }

  private func endOfLine(from offset: Int) -> Int {
    position(of: UInt8(ascii: "\n"), in: bytes, from: offset) ?? bytes.count
  }

  /// A value goes on while lines begin with a blank.
  private func endOfValue(from endOfLine: Int) -> Int {
    var end = endOfLine
    while end + 1 < bytes.count,
      bytes[end + 1] == UInt8(ascii: " ") || bytes[end + 1] == UInt8(ascii: "\t")
    {
      end = self.endOfLine(from: end + 1)
    }
    return end
  }

  private func blanksTrimmed(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
    var (start, end) = (start, end)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
    || byte == UInt8(ascii: "\r")
}

/// Where the byte comes next.
func position(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
  guard let base = bytes.baseAddress, offset < bytes.count,
    let found = memchr(base + offset, CInt(byte), bytes.count - offset)
  else { return nil }
  return UnsafeRawPointer(found) - base
}
