internal import CGuestFS

/// Owns one libguestfs handle; not safe to share between threads, but for `processID`.
final class GuestHandle {
  let raw: OpaquePointer

  init() throws(GuestError) {
    guard let raw = guestfs_create() else {
      throw GuestError(action: "create a libguestfs handle", reason: "out of memory")
    }
    self.raw = raw
    // Errors are thrown with their text; libguestfs would print them as well.
    guestfs_set_error_handler(raw, nil, nil)
  }

  deinit { guestfs_close(raw) }

  /// Turns libguestfs' -1 into an error with its own text.
  func check(_ result: Int32, _ action: @autoclosure () -> String) throws(GuestError) {
    guard result == -1 else { return }
    throw error(action())
  }

  /// Turns libguestfs' NULL into an error with its own text.
  func check<Value>(_ result: Value?, _ action: @autoclosure () -> String) throws(GuestError) -> Value {
    guard let result else { throw error(action()) }
    return result
  }

  /// A list of strings that libguestfs has allocated; it is freed.
  func strings(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ action: @autoclosure () -> String
  ) throws(GuestError) -> [String] {
    let list = try check(list, action())
    defer { list.deallocateStrings() }
    var strings: [String] = []
    var next = list
    while let string = next.pointee {
      strings.append(String(cString: string))
      next += 1
    }
    return strings
  }

  /// A string that libguestfs has allocated; it is freed.
  func string(_ text: UnsafeMutablePointer<CChar>?, _ action: @autoclosure () -> String) throws(GuestError)
    -> String
  {
    let text = try check(text, action())
    defer { text.deallocateC() }
    return String(cString: text)
  }

  private func error(_ action: String) -> GuestError {
    let reason = guestfs_last_error(raw).map { String(cString: $0) } ?? "libguestfs gave no reason"
    return GuestError(action: action, reason: reason)
  }
}
