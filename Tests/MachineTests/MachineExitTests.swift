import JSON
import Testing

@testable import Machine

struct MachineExitTests {
  static let events: [(String, [String: JSONValue], MachineExit.Reason?)] = [
    ("SHUTDOWN", ["guest": .bool(true), "reason": .string("guest-shutdown")], .poweredOff),
    ("SHUTDOWN", ["guest": .bool(true), "reason": .string("guest-reset")], .reset),
    ("SHUTDOWN", ["guest": .bool(true), "reason": .string("guest-panic")], .panicked),
    ("SHUTDOWN", ["guest": .bool(false), "reason": .string("host-qmp-quit")], .stopped),
    ("SHUTDOWN", ["guest": .bool(false), "reason": .string("host-signal")], .stopped),
    ("SHUTDOWN", [:], nil),
    ("GUEST_PANICKED", ["action": .string("pause")], .panicked),
    (
      "BLOCK_IO_ERROR",
      [
        "action": .string("stop"), "operation": .string("write"),
        "reason": .string("No space left on device"), "nospace": .bool(true),
      ],
      .diskFailed("write: No space left on device", isFull: true)
    ),
    ("BLOCK_IO_ERROR", ["action": .string("stop")], .diskFailed("access: unknown cause")),
    (
      "BLOCK_IO_ERROR", ["action": .string("stop"), "operation": .string("read"), "nospace": .bool(false)],
      .diskFailed("read: unknown cause")
    ),
    ("BLOCK_IO_ERROR", ["action": .string("report"), "operation": .string("read")], nil),
    ("STOP", [:], nil),
    ("RESET", ["guest": .bool(true)], nil),
  ]

  @Test(arguments: events.indices) func anEventExplainsTheEndOrDoesNot(index: Int) {
    let (name, data, expected) = Self.events[index]
    #expect(MachineExit.Reason(event: QMPEvent(name: name, data: .object(data))) == expected)
  }

  @Test func theWordsOfADyingQEMUAreKept() {
    let crash = MachineExit(reason: .died, status: "signal 11 (Segmentation fault)", standardError: "oops")
    #expect(crash.description == "QEMU died (signal 11 (Segmentation fault)): oops")
    let silent = MachineExit(reason: .died, status: "exit status 1", standardError: "")
    #expect(silent.description == "QEMU died (exit status 1): it said nothing")
  }
}
