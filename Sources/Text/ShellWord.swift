/// A value as one word of a POSIX shell command, whatever it contains (POSIX.1-2017, Shell Command Language, 2.2.2).
public func shellWord(_ value: String) -> String {
  // By scalars: an apostrophe and a mark that combines with it are one character, but a shell sees the apostrophe.
  var word = String.UnicodeScalarView()
  for scalar in value.unicodeScalars {
    if scalar == "'" { word.append(contentsOf: #"'\''"#.unicodeScalars) } else { word.append(scalar) }
  }
  return "'\(String(word))'"
}

/// The same, without quotes where a shell needs none.
public func plainShellWord(_ value: String) -> String {
  let isPlain = value.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./:=,@+%".utf8.contains(byte)
    }
  }
  return isPlain && !value.isEmpty ? value : shellWord(value)
}
