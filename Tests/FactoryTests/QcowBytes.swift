import Foundation

/// The bytes of a file that has a qcow2 image's header, and nothing behind it; QEMU, docs/interop/qcow2.txt.
func qcowBytes(backing: String? = nil, incompatible: UInt64 = 0, size: Int = 5000) -> Data {
  func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(value >> ($0 * 8) & 0xFF) }
  }
  let name = Array((backing ?? "").utf8)
  let format: [UInt8] = number(0xE279_2ACA, 4) + number(5, 4) + Array("qcow2".utf8) + [0, 0, 0]
  var bytes: [UInt8] = [0x51, 0x46, 0x49, 0xFB] + number(3, 4)
  bytes += number(backing == nil ? 0 : 256, 8) + number(name.count, 4)
  bytes += [UInt8](repeating: 0, count: 72 - bytes.count) + number(Int(incompatible), 8)
  bytes += [UInt8](repeating: 0, count: 100 - bytes.count) + number(104, 4)
  if backing != nil { bytes += format }
  bytes += [UInt8](repeating: 0, count: 256 - bytes.count) + name
  return Data(bytes + [UInt8](repeating: 0, count: max(0, size - bytes.count)))
}
