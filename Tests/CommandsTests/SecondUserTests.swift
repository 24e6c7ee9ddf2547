import Foundation
import Subprocess
import Testing

/// What another user of this host can do to a build while its guest runs. Covers attacks/eve_attack.sh.
struct SecondUserTests {
  private let standIn: StandInBuild
  private var folder: String { standIn.program.folder }

  init() async throws { standIn = try await StandInBuild() }

  /// Runs a shell script as nobody, who needs no account of its own.
  private func asNobody(_ script: String) async throws -> String {
    let words = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "sh", "-c", script]
    return String(decoding: try await run(Command("setpriv", words)).stdout, as: UTF8.self)
  }

  /// The paths of UNIX sockets in temporary folders of Kiln's; proc_net_unix(5).
  private func temporarySockets() throws -> [String] {
    try String(contentsOfFile: "/proc/net/unix", encoding: .utf8).split(separator: "\n")
      .compactMap { $0.split(separator: " ").last.map(String.init) }.filter { $0.hasPrefix("/tmp/kiln-") }
  }

  /// TCP sockets of this host that wait for connections, as inodes; proc_net_tcp(5).
  private func listeningSockets() throws -> Set<String> {
    let lines = try ["tcp", "tcp6"].flatMap { name in
      try String(contentsOfFile: "/proc/net/\(name)", encoding: .utf8).split(separator: "\n").dropFirst()
    }
    let fields = lines.map { $0.split(separator: " ") }.filter { $0.count > 9 && $0[3] == "0A" }
    return Set(fields.map { "socket:[\($0[9])]" })
  }

  private func sockets(of process: Int32) -> [String] {
    let folder = "/proc/\(process)/fd"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can act as another user"))
  func readsNothingEndsNothingAndHoldsNothingUp() async throws {
    let (build, printed) = try await standIn.begin()
    #expect(standIn.hasMachine, "there is something to attack")
    #expect(
      try listeningSockets().isDisjoint(with: standIn.processes().flatMap(sockets)), "no port leads there")

    // The guest's way to the answers is a socket in the store; locks, logs and disks are there, too.
    let sockets = try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/store/work")
      .filter { $0.hasSuffix("/answers/http") }
    #expect(sockets.count == 1)
    for path in sockets.map({ "\(folder)/store/work/\($0)" }) + (try temporarySockets()) {
      #expect(try await asNobody("ls -d '\(path)'") == "", "\(path)")
    }
    #expect(try await asNobody("find '\(folder)/store' -mindepth 1") == "")

    // Command lines are for all to read; environments and ends are not.
    for process in standIn.processes() {
      let told = try await asNobody("cat /proc/\(process)/environ; kill -TERM \(process) && echo ended")
      #expect(told == "", "\(process)")
    }

    let output = await printed.value
    #expect(await build.exit.status == .exited(0), "\(output)")
    #expect(standIn.processesLeft() == [], "no relay outlives its guest")
    #expect(try mode("store") == 0o700)
    #expect(try mode("store/logs/base") == 0o700)
    #expect(try mode("store/logs/base/install") == 0o700)
    #expect(try mode("store/logs/base/base-install.log") == 0o600)
    let kept = try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/store/layers")
    #expect(!kept.contains { $0.hasSuffix("answers") }, "the socket's folder is no part of the layer")
  }
}
