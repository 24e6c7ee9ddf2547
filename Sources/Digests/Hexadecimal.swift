/// Lower-case hexadecimal, two digits a byte.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
    var index = 0
    for byte in bytes {
      buffer[index] = digit(byte >> 4)
      buffer[index + 1] = digit(byte & 15)
      index += 2
    }
    return index
  }
}

private func digit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
