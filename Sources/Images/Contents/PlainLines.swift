extension String {
  /// The text cut at an ASCII character, wherever its byte is, as programs of C do.
  ///
  /// To Swift a carriage return before a line feed, or a mark that combines with a colon, makes another character of it: cut by characters,
  /// a file of a stranger could hide lines and fields from who looks at it.
  func cut(at character: Unicode.Scalar) -> [String] {
    utf8.split(separator: UInt8(ascii: character), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
  }

  /// Its lines, without empty ones, and without carriage returns at their ends.
  var plainLines: [String] {
    cut(at: "\n").compactMap { line in
      let plain = line.unicodeScalars.last == "\r" ? String(line.unicodeScalars.dropLast()) : line
      return plain.isEmpty ? nil : plain
    }
  }
}
