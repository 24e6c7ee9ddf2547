import Digests
import Files
import Foundation
import Machine

/// Takes the vitals of a running machine.
struct MachineVitals {
  let machine: VirtualMachine
  /// For a picture of the screen, which is removed again.
  let scratch: String
  private var pictures: Set<String> = []
  private var last = Vitals()

  init(of machine: VirtualMachine, scratch: String) {
    self.machine = machine
    self.scratch = scratch
  }

  /// What cannot be asked keeps its last value.
  ///
  /// - Parameters:
  ///   - requests: that the host answered.
  ///   - serial: bytes that the console has printed.
  mutating func take(requests: Int, serial: UInt64) async -> Vitals {
    var vitals = last
    vitals.requests = requests
    vitals.serial = serial
    if let disks = try? await machine.monitor.blockStatistics() {
      vitals.read = disks.reduce(0) { $0 + $1.bytesRead }
      vitals.written = disks.reduce(0) { $0 + $1.bytesWritten }
    }
    if let network = try? await machine.monitor.networkPositions() { vitals.network = network }
    if let time = processorTime() { vitals.processor = time }
    // A picture costs more than all the rest: only when the rest says nothing.
    if vitals.moved(since: last).isEmpty { await look(&vitals) }
    last = vitals
    return vitals
  }

  /// A blinking cursor makes two pictures, not ever more.
  private mutating func look(_ vitals: inout Vitals) async {
    defer { try? FileSystem.remove(scratch) }
    guard (try? await machine.monitor.screenshot(to: scratch)) != nil,
      let digest = try? sha256(file: scratch)
    else { return }
    pictures.insert(digest)
    vitals.pictures = pictures.count
  }

  /// proc(5), `/proc/[pid]/stat`: fields 14 and 15, in clock ticks; the name in field 2 may hold blanks.
  private func processorTime() -> Duration? {
    guard let stat = try? String(contentsOfFile: "/proc/\(machine.processID)/stat", encoding: .utf8),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[end...].split(separator: " ")
    guard fields.count > 13, let user = Int64(fields[12]), let system = Int64(fields[13]) else { return nil }
    return .milliseconds((user + system) * 1000 / Int64(sysconf(Int32(_SC_CLK_TCK))))
  }
}

/// What can be seen of an install's machine at one moment. All but the processor's time are counters or positions: what
/// counts is whether they have moved.
struct Vitals: Hashable, Sendable {
  /// Requests that the host answered.
  var requests = 0
  /// Bytes that the serial console has printed.
  var serial: UInt64 = 0
  /// Pictures that the screen has shown.
  var pictures = 0
  /// Bytes, of all disks.
  var read: Int64 = 0
  var written: Int64 = 0
  /// Of the network card's queues; empty where QEMU does not tell.
  var network: [Int64] = []
  /// What QEMU's process has used of the host's processors.
  var processor = Duration.zero

  /// What has moved since an earlier moment.
  func moved(since earlier: Vitals) -> Set<PhaseBudget.Sign> {
    var signs: Set<PhaseBudget.Sign> = []
    if requests != earlier.requests { signs.insert(.request) }
    if serial != earlier.serial { signs.insert(.serial) }
    if pictures != earlier.pictures { signs.insert(.screen) }
    if read != earlier.read { signs.insert(.diskRead) }
    if written != earlier.written { signs.insert(.diskWritten) }
    // What is known for the first time has not moved.
    if !earlier.network.isEmpty, network != earlier.network { signs.insert(.network) }
    return signs
  }
}
