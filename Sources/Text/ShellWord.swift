/// A value as one word of a POSIX shell command, whatever it contains (POSIX.1-2017, Shell Command Language, 2.2.2).
public func shellWord(_ value: String) -> String {
  "'" + value.replacing("'", with: #"'\''"#) + "'"
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
