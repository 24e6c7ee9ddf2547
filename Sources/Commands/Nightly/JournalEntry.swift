import Factory
import Foundation
import Glibc
import Planning

/// An entry of the systemd journal with fields of its own, so that `journalctl KILN_IMAGE=web` finds it
/// (<https://systemd.io/JOURNAL_NATIVE_PROTOCOL/>).
struct JournalEntry {
  /// In order; names of upper-case letters, digits and underscores.
  let fields: [(name: String, value: String)]

  /// As the journal takes it: a value with a line end is written with its length, in 64 bits, little-endian.
  var bytes: Data {
    var data = Data()
    for (name, value) in fields {
      let value = Data(value.utf8)
      if value.contains(UInt8(ascii: "\n")) {
        data += Data("\(name)\n".utf8)
        withUnsafeBytes(of: UInt64(value.count).littleEndian) { data += $0 }
      } else {
        data += Data("\(name)=".utf8)
      }
      data += value + [UInt8(ascii: "\n")]
    }
    return data
  }

  /// Sends it. Where no journal listens, nobody misses it.
  func send(to socket: String = "/run/systemd/journal/socket") {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(socket.utf8)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bytes = Array(bytes)
    _ = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, size)
      }
    }
  }
}

extension NightlyReport {
  /// One for the run, and one for each image. Priorities are syslog's: 3 for errors, 4 for warnings, 6 for the rest.
  ///
  /// - Parameter page: the path of the report's page; nil where it could not be written.
  func journalEntries(page: String?) -> [JournalEntry] {
    let run = JournalEntry(
      fields: [
        ("MESSAGE", "\(verdict)."), ("PRIORITY", priority), ("SYSLOG_IDENTIFIER", "kiln"),
        ("KILN_RUN", start.ISO8601Format()),
        ("KILN_RESULT", interrupted == true ? "interrupted" : look.rawValue),
      ] + (page.map { [("KILN_REPORT", $0)] } ?? []))
    return [run]
      + appliances.map { appliance in
        JournalEntry(
          fields: [
            ("MESSAGE", "\(appliance.label): \(appliance.status): \(appliance.explanation)"),
            (
              "PRIORITY", appliance.isGood ? (appliance.isUnbooted || appliance.isUnchecked ? "4" : "6") : "3"
            ),
            ("SYSLOG_IDENTIFIER", "kiln"),
            ("KILN_RUN", start.ISO8601Format()), ("KILN_IMAGE", appliance.name),
            ("KILN_OUTCOME", appliance.outcome.rawValue),
            ("KILN_BOOT", appliance.boot?.outcome.rawValue ?? "none"),
          ] + (appliance.version.map { [("KILN_VERSION", $0)] } ?? [])
            + (appliance.fault?.cause.map { [("KILN_CAUSE", $0)] } ?? []))
      }
  }

  private var priority: String {
    switch look {
    case .passed: "6"
    case .unchecked: "4"
    case .failed: "3"
    }
  }
}
