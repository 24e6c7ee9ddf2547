import Foundation
import Machine
import Planning
import Recipes
import Synchronization
import Testing

@testable import Factory

/// Recipes over the stand-in installer, a store and an output folder, all temporary.
final class Workplace: Sendable {
  let folder = TemporaryFolder()
  let events = Mutex<[String]>([])
  var store: Store { Store(root: "\(folder.path)/store") }
  var output: String { "\(folder.path)/out" }

  /// A distribution `base` and a child `web` with a file and a script.
  ///
  /// - Parameter misbehaviour: what the stand-in is told to do wrong.
  init(misbehaviour: String = "none") async throws {
    let installer = try await StandIn.build()
    try write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        memory: 256MiB
        kernel_arguments: [console=tty0, console=ttyS0]
        media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
      hardware: {disks: [{name: system, size: 256MiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    try write("base.preseed", "d-i kiln-stand-in/misbehave string \(misbehaviour)\n")
    for (name, path) in [("vmlinuz", installer.kernel), ("initrd.gz", installer.initrd)] {
      try FileManager.default.copyItem(atPath: path, toPath: "\(folder.path)/recipes/\(name)")
    }
    try write(
      "web.yaml",
      """
      name: web
      parent: base
      version: "1.0"
      files: [{source: page.html, to: /srv/page.html, mode: "0640"}]
      provision: [{script: web.sh, env: {GREETING: hello}, arguments: [one, "two words"]}]
      """)
    try write("page.html", "a page\n")
    try write("web.sh", "#!/bin/sh\nset -eu\necho \"$GREETING $1 $2\"\necho \"$GREETING\" > /srv/greeting\n")
  }

  /// Writes a file of the recipes' folder.
  func write(_ name: String, _ text: String) throws {
    let path = "\(folder.path)/recipes/\(name)"
    try FileSystem.makeFolder("\(folder.path)/recipes")
    try FileSystem.write(Data(text.utf8), to: path)
  }

  func plan(_ names: String...) throws -> Plan {
    let library = Library(folders: ["\(folder.path)/recipes"], shipped: nil)
    try #require(library.diagnostics == [], "\(library.diagnostics)")
    let resolver = Resolver(library)
    return try Planner.plan(try names.map { try resolver.resolve($0).get() })
  }

  /// Builds, with limits short enough for a test.
  func build(_ plan: Plan, limits: InstallLimits = .brief, host: BuildHost = BuildHost(accelerator: .tcg))
    async throws -> BuildReport
  {
    events.withLock { $0 = [] }
    let options = BuildOptions(output: output, keepGoing: true, limits: limits)
    let builder = Builder(store: store, options: options, host: host) { event in
      self.note(event)
    }
    return try await builder.build(plan)
  }

  private func note(_ event: BuildEvent) {
    let text: String? =
      switch event {
      case .layerStarted(let name, let reason): "build \(name): \(reason)"
      case .layerReused(let name): "reuse \(name)"
      case .output(_, let line): line
      case .imageReused(let image, _): "up to date \(image)"
      default: nil
      }
    if let text { events.withLock { $0.append(text) } }
  }
}

extension InstallLimits {
  /// Times ten under emulation.
  static let brief = InstallLimits(answers: .seconds(4), silence: .seconds(2), whole: .seconds(30))
}
