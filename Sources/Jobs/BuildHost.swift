import Failures
import Foundation
import Guest
import Images
import Machine
import Media
import Planning
import Recipes
import Subprocess

/// What a build must know of this machine, found out when it is first needed: most runs need none of it.
public actor BuildHost {
  /// Kiln's own program, which a guest's way to this host leads through.
  public let program: String
  private let forced: Accelerator?
  private var probing: Task<AcceleratorProbe.Verdict, any Error>?
  private var asking: Task<Tools, any Error>?

  /// - Parameters:
  ///   - accelerator: nil lets a probe decide.
  ///   - program: the path of Kiln's program; nil for the one that runs this.
  public init(accelerator: Accelerator? = nil, program: String? = nil) {
    forced = accelerator
    self.program = program ?? Self.ownProgram
  }

  private static var ownProgram: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// What guests run on, and why.
  public func verdict() async throws -> AcceleratorProbe.Verdict {
    let task = probing ?? Task { [forced] in try await AcceleratorProbe().verdict(forced: forced) }
    probing = task
    return try await task.value
  }

  public func accelerator() async throws -> Accelerator { try await verdict().accelerator }

  /// The versions of what builds.
  public func tools() async throws -> Tools {
    let task =
      asking
      ?? Task {
        let output = try await checked(Command((Architecture.host ?? .x86_64).emulator, ["--version"])).stdout
        let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return Tools(
          kiln: kilnVersion, qemu: words.count > 3 ? String(words[3]) : "unknown", libguestfs: guestVersion())
      }
    asking = task
    return try await task.value
  }
}

extension Capacity {
  /// What this host has now: its processors, and the memory that can be had without swapping (`MemAvailable` in proc(5)).
  ///
  /// - Parameter jobs: how many may run at once; nil for as many as there are processors.
  public static func ofHost(jobs: Int? = nil) -> Capacity {
    let cpus = ProcessInfo.processInfo.activeProcessorCount
    let available = availableMemory() ?? ProcessInfo.processInfo.physicalMemory
    // What else this host does needs some, too.
    return Capacity(jobs: jobs ?? cpus, cpus: max(cpus, jobs ?? 1), memory: available / 10 * 9)
  }

  private static func availableMemory() -> UInt64? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
    else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { UInt64($0) }.map { $0 << 10 }
  }
}

extension Architecture {
  /// - Throws: `BuildError`: what is run in an image runs on this host's processor.
  public init(of system: OperatingSystem) throws(BuildError) {
    guard let architecture = Architecture(rawValue: system.architecture), architecture == Architecture.host
    else { throw .foreignArchitecture(system.architecture) }
    self = architecture
  }
}

extension BuildError {
  /// An appliance is for another kind of processor than this host has.
  public static func foreignArchitecture(_ architecture: String) -> BuildError {
    BuildError(
      .wrongArchitecture,
      "the system is for \(architecture), and packages and scripts run on the processor of the host that builds:"
        + " build it on an \(architecture) host")
  }
}
