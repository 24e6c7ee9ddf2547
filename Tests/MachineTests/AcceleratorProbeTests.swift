import Foundation
import Subprocess
import Testing

@testable import Machine

struct AcceleratorProbeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func theGuestAnswersUnderTranslation() async throws {
    #expect(try await AcceleratorProbe(limit: .seconds(30)).ask(.tcg) == .answered)
  }

  @Test func thisHostGetsAVerdictInTime() async throws {
    let verdict = try await AcceleratorProbe().verdict()
    #expect(verdict.duration < .seconds(8))
    #expect(verdict.evidence.contains("/dev/kvm"))
    #expect((verdict.accelerator == .kvm) == (verdict.evidence == "a guest ran with /dev/kvm"))
  }

  @Test func aDeviceThatIsNotThereIsTranslation() async throws {
    let verdict = try await AcceleratorProbe(device: "/dev/no-such-device").verdict()
    #expect(verdict.accelerator == .tcg)
    #expect(verdict.evidence == "/dev/no-such-device cannot be opened: No such file or directory")
  }

  static let emulators: [(String, Accelerator, String)] = [
    ("exit 33", .kvm, "a guest ran with /dev/null"),
    ("sleep 600", .tcg, "/dev/null opens, but a guest did not get through a short loop within 0.3 seconds"),
    (
      "trap '' TERM; sleep 600 & wait; sleep 600", .tcg,
      "/dev/null opens, but a guest did not get through a short loop within 0.3 seconds"
    ),
    (
      "echo qemu: warning: x >&2; echo no such thing >&2; echo more >&2; exit 1", .tcg,
      "/dev/null opens, but QEMU failed with it: exit status 1, no such thing"
    ),
    ("exit 0", .tcg, "/dev/null opens, but QEMU failed with it: exit status 0"),
  ]

  @Test(arguments: emulators.indices) func theVerdictFollowsFromWhatTheGuestDid(index: Int) async throws {
    let (body, accelerator, evidence) = Self.emulators[index]
    // Only an emulator that is to be ended has a short limit.
    let limit: Duration = body.contains("sleep") ? .milliseconds(300) : .seconds(30)
    let probe = AcceleratorProbe(emulator: try scratch.script(body), device: "/dev/null", limit: limit)
    let verdict = try await probe.verdict()
    #expect(verdict.accelerator == accelerator)
    #expect(verdict.evidence == evidence)
  }

  @Test(arguments: Accelerator.allCases) func whatIsAskedForIsNotTried(accelerator: Accelerator) async throws
  {
    let verdict = try await AcceleratorProbe(emulator: "/no/such/emulator").verdict(forced: accelerator)
    #expect(verdict.accelerator == accelerator)
    #expect(verdict.evidence == "\(accelerator.rawValue) was asked for")
  }

  @Test func withoutQEMUThereIsNoVerdict() async throws {
    await #expect(throws: SubprocessError.self) {
      try await AcceleratorProbe(emulator: "/no/such/emulator", device: "/dev/null").verdict()
    }
  }

  @Test func theFirmwareEndsWhereTheProcessorStarts() {
    #expect(ProbeGuest.firmware.count == 65536)
    #expect(ProbeGuest.firmware[0xfff0...].starts(with: [0xe9, 0x0d, 0xff]))
  }
}
