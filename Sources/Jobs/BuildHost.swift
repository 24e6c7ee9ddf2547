import Foundation
import Guest
import Images
import Machine
import Media
import Planning
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
