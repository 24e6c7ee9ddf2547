import Failures
import Files
import Foundation
import Jobs
import Machine
import Recipes
import Storage

/// Boots an image, or whatever else a ``ImageSource`` names, for someone to use it: on throw-away overlays, or on disks that are kept.
public struct ImageRun: Sendable {
  /// How it is to be run, where not as it is described.
  public struct Wishes: Sendable {
    /// Bytes.
    public var memory: UInt64?
    public var cpus: Int?
    public var firmware: Hardware.Firmware?
    public var forwards: [MachineConfiguration.Forward] = []
    public var display: Display?
    /// Where the system disk is kept; nil throws it away.
    public var keptDisk: String?
    /// nil shows the console.
    public var login: Login?

    public init() {}
  }

  /// Where the screen is shown, by the name of the option.
  public enum Display: String, Sendable, CaseIterable {
    case gtk, sdl, vnc
  }

  /// A way into the guest over SSH, with a key made for this run.
  public struct Login: Sendable {
    public var user: String
    /// What `/bin/sh` is to run there; nil for a shell on the terminal.
    public var script: String?
    /// How long it may take until one can log in, with KVM; scaled where the guest runs slower.
    public var limit: Duration

    public init(user: String = "root", script: String? = nil, limit: Duration = .seconds(180)) {
      self.user = user
      self.script = script
      self.limit = limit
    }
  }

  /// What people are told meanwhile.
  public enum News: Sendable {
    /// The screen is shown at a socket there.
    case screen(socket: String)
    /// The console follows; whether it is a terminal to type on.
    case console(isInteractive: Bool)
    case ssh(SSHProgress)
    /// The guest was asked to switch itself off, and has so long.
    case powersDown(Duration)
    /// Disks that are there from now on.
    case kept([String])
  }

  private let store: Store
  private let host: BuildHost
  private let tell: @Sendable (News) -> Void

  public init(store: Store, host: BuildHost, tell: @escaping @Sendable (News) -> Void) {
    self.store = store
    self.host = host
    self.tell = tell
  }

  /// Boots the disks, and returns when the machine has ended.
  ///
  /// - Returns: the exit status of the script or the shell; 0 where there is none.
  /// - Throws: `BuildError`, `MachineError`, `FileError`, `SubprocessError`; `CancellationError`, once the machine has ended.
  public func run(_ source: ImageSource, as wishes: Wishes) async throws -> Int32 {
    try Loopback.check(wishes.forwards)
    let accelerator = try await host.accelerator()
    return try await source.using(store, for: "run") { source, folder in
      let kept = try await wishes.keptDisk.asyncMap { try await KeptDisks(of: source, at: $0) }
      // A copy that no machine has written to is of no use to anyone.
      var hasStarted = false
      defer { if !hasStarted { kept?.discard() } }
      var configuration = try await source.machine(
        accelerator: accelerator, disks: kept?.paths, firmware: wishes.firmware, in: folder,
        serialLog: folder.disk("serial.log"))
      try prepare(&configuration, wishes, in: folder)
      let access = try await wishes.login.asyncMap { login in
        try await seed(&configuration, login.user, hostname: source.hostname, in: folder)
      }
      let session = RunSession(
        accelerator: configuration.accelerator, serialLog: configuration.serialLog, isKept: kept != nil,
        tell: tell)
      if let kept { tell(.kept(kept.paths)) }
      if case .vnc(let socket) = configuration.display { tell(.screen(socket: socket)) }
      return try await VirtualMachine.running(configuration) { machine in
        hasStarted = true
        guard let access, let login = wishes.login else { return try await session.showConsole(of: machine) }
        return try await session.logIn(to: machine, access, login)
      }
    }
  }

  private func prepare(
    _ configuration: inout MachineConfiguration, _ wishes: Wishes, in folder: WorkFolder
  ) throws {
    configuration.memory = wishes.memory ?? configuration.memory
    configuration.cpus = wishes.cpus ?? configuration.cpus
    configuration.network = .init(forwards: wishes.forwards)
    configuration.isInteractive = wishes.login == nil
    configuration.restarts = true
    switch wishes.display {
    case nil: break
    case .gtk, .sdl: configuration.display = wishes.display.map { .window($0.rawValue) }
    case .vnc:
      // Who may enter it can use the machine.
      let screen = folder.disk("screen")
      try FileSystem.makePrivateFolder(screen)
      configuration.display = .vnc(socket: "\(screen)/vnc")
    }
  }

  /// Makes a key and a way to use it, with a disk that brings it into the guest.
  private func seed(
    _ configuration: inout MachineConfiguration, _ user: String, hostname: String, in folder: WorkFolder
  ) async throws -> SSHAccess {
    let access = try await SSHAccess(
      port: try Loopback.freePort(), user: user, folder: folder.disk("ssh"))
    let seed = Seed(
      instance: "kiln-\(UUID().uuidString.lowercased())", hostname: hostname,
      authorizedKey: try access.authorizedKey(), user: user)
    let path = folder.disk("seed.iso")
    try seed.write(to: path)
    // The last disk, and no CD: kernels made for clouds know no drives.
    configuration.disks.append(.init(path: path, format: .raw, isReadOnly: true))
    configuration.network?.forwards.append(.init(hostPort: access.port, guestPort: 22))
    return access
  }
}

extension ImageSource {
  /// What a machine of it is called.
  var hostname: String {
    let name = descriptor?.identifier.replacing(".", with: "-") ?? ""
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return isPlain && !name.isEmpty && name.utf8.count < 64 && !name.hasPrefix("-") ? name : "kiln"
  }
}

extension Optional {
  fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
    guard let self else { return nil }
    return try await transform(self)
  }
}
