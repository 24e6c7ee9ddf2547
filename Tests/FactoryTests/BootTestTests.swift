import Archive
import Files
import Foundation
import Images
import Machine
import Recipes
import Testing

@testable import Imaging
@testable import Jobs
@testable import Storage

/// Real guests, of a kernel and one program, that do what images do at the end of their boot.
struct BootTestTests {
  private let folder = TemporaryFolder()

  /// An initramfs of busybox and a script; the kernel hands `do=` on as an environment variable.
  private static let script = """
    #!/bin/busybox sh
    /bin/busybox mkdir -p /proc /dev
    /bin/busybox mount -t proc proc /proc
    /bin/busybox mount -t devtmpfs dev /dev
    case $do in
      login) printf '\\033[2J\\033[1;32mDebian GNU/Linux 13\\033[0m stand-in ttyS0\\r\\n\\r\\nstand-in login: ' > /dev/ttyS0 ;;
      panic) echo 1 > /proc/sys/kernel/sysrq; echo c > /proc/sysrq-trigger ;;
      emergency) echo 'You are in emergency mode. After logging in, type "journalctl -xb"' > /dev/ttyS0 ;;
      off) /bin/busybox poweroff -f ;;
      words) echo 'starting' > /dev/ttyS0 ;;
    esac
    while :; do /bin/busybox sleep 1000; done
    """

  private func boot(_ what: String) async throws -> (TestBoot, BootEvidence) {
    let initrd = "\(folder.path)/initrd"
    let writer = try ArchiveWriter(path: initrd, format: .cpio)
    try writer.add(ArchiveEntry(path: "bin", kind: .folder, mode: 0o755))
    try writer.add(
      ArchiveEntry(path: "bin/busybox", kind: .file, mode: 0o755), contentsOf: "/bin/busybox")
    try writer.add(ArchiveEntry(path: "init", kind: .file, mode: 0o755), data: Data(Self.script.utf8))
    _ = try writer.finish()
    let evidence = try BootEvidence(folder: "\(folder.path)/boot")
    let configuration = MachineConfiguration(
      accelerator: .tcg, memory: 256 << 20,
      kernel: MachineConfiguration.Kernel(
        image: try await StandIn.build().kernel, initrd: initrd,
        commandLine: "quiet console=\(what == "panic" ? "ttyS0" : "tty0") panic=0 do=\(what)"),
      network: nil, serialLog: evidence.serialLog)
    let pace = BootPace(limit: .seconds(["words", "nothing"].contains(what) ? 2 : 12), slowness: 10)
    let watch = GuestWatch(console: evidence.serialLog, pace: pace, entry: nil)
    let image = DescribedImage(name: "web", version: "1", build: "", digest: "")
    let way = TestWay(ImageTest(boot: .console), .init(image, hasConsole: true))
    let boot = try await VirtualMachine.running(configuration) { machine in
      try await TestBoot(way: way, accelerator: .tcg).following(watch, on: machine, [], evidence) { _ in }
    }
    return (boot, evidence)
  }

  @Test func aLoginOnTheConsoleIsAGoodEnd() async throws {
    let (boot, evidence) = try await boot("login")
    #expect(boot.results.map(\.name) == ["boot", "console login"])
    #expect(boot.results.allSatisfy { $0.outcome == .passed && $0.seconds > 0 }, "\(boot.results)")
    #expect(
      boot.untested == [
        .init("SSH login, and what is looked at inside", because: "the recipe says 'test.boot: console'")
      ])
    #expect(boot.seconds ?? 0 > 0 && !boot.mayBeTriedAgain)
    #expect(!FileSystem.exists(evidence.screenshot))
  }

  @Test(arguments: [
    ("panic", "its kernel panicked", nil),
    ("emergency", "systemd stopped in emergency mode", "You are in emergency mode. After"),
    ("off", "it offered no login: the guest powered off", nil),
    ("words", "it offered no login within 20 s", "starting"),
    ("nothing", "it wrote nothing to its serial console within 20 s", nil),
  ])
  func aBadEndIsNamed(what: String, message: String, line: String?) async throws {
    let (boot, evidence) = try await boot(what)
    #expect(boot.results.map(\.outcome) == [.failed])
    #expect(boot.results[0].message == message)
    #expect(boot.mayBeTriedAgain != ["words", "nothing"].contains(what), "its time is up")
    let lines = Machine.SerialConsole.lastLines(of: evidence.serialLog)
    if let line { #expect(lines.last?.hasPrefix(line) == true, "\(lines)") }
    guard what != "off" else { return }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: evidence.screenshot)).starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }
}

struct BootSignTests {
  @Test(
    arguments: [
      ("", nil),
      ("[    1.0] Linux version 6.12\r\n", nil),
      ("systemd-logind.service - User Login Management.\r\n", nil),
      ("\r\nDebian GNU/Linux 13 web ttyS0\r\n\r\nweb login: ", .login),
      ("\u{1B}[0mweb\u{1B}[0;1;38:5:185m login:\u{1B}[0m ", .login),
      ("web login: [   20.1] random: crng init done\r\n", .login),
      ("[ 1.2] Kernel panic - not syncing: VFS: Unable to mount\r\n", .failure("its kernel panicked")),
      ("web login: \r\n[ 90.0] Kernel panic - not syncing: Oops\r\n", .failure("its kernel panicked")),
      (
        "BusyBox v1.37\r\n(initramfs) ",
        .failure("its root file system was not found: the initramfs gave up")
      ),
      (
        "[\u{1B}[0;1;33mDEPEND\u{1B}[0m] Dependency failed for \u{1B}[0;1;39mserial-getty…S0.service",
        .failure("its serial console was not there in the time that systemd waits for it")
      ),
      ("error: unknown filesystem.\r\ngrub rescue> ", .failure("its boot loader did not find its files")),
      (
        "error: ../../grub-core/kern/efi/sb.c:182:bad shim signature.\r\n\r\nPress any key to continue...",
        .failure("Secure Boot refused its kernel: no key that its shim knows has signed it")
      ),
      (
        "Verification failed: (0x1A) Security Violation\r\n",
        .failure("Secure Boot refused its boot loader: no key that its shim knows has signed it")
      ),
    ] as [(String, BootSign?)])
  func wordsHaveAMeaning(text: String, sign: BootSign?) {
    #expect(BootSign(in: Machine.SerialConsole.plain(Data(text.utf8))) == sign)
  }
}
