private import Glibc

private struct Locale: @unchecked Sendable {
  // Unchecked: a locale_t is immutable, and this one lives as long as the process.
  let handle: locale_t?
}

private let utf8 = Locale(handle: newlocale(1 << LC_CTYPE, "C.UTF-8", nil))

/// Calls libarchive with UTF-8 names, on this thread only, whatever locale the program runs in.
///
/// libarchive converts the names of pax and Joliet to the locale's; in the C locale that loses all but ASCII.
func withUTF8Names<Value>(_ body: () throws -> Value) rethrows -> Value {
  guard let locale = utf8.handle else { return try body() }
  let previous = uselocale(locale)
  defer { uselocale(previous) }
  return try body()
}
