import Glibc

extension UnsafeMutablePointer<CChar> {
  /// Frees what C allocated.
  func deallocateC() { free(self) }
}

extension UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
  /// Frees a NULL-terminated list of strings that C allocated.
  func deallocateStrings() {
    var next = self
    while let string = next.pointee {
      free(string)
      next += 1
    }
    free(self)
  }
}
