private import Foundation
private import Subprocess

/// The indexes by which a kernel's modules are found, made on this host as the guest would take minutes over them.
struct ModuleIndexes {
  /// Holds `lib/modules/VERSION/…`, the modules that the initrd has.
  let folder: String
  let kernel: String

  /// Makes the indexes for the initrd's modules and these together.
  /// - Returns: the indexes, and a `depmod` for the guest that leaves them alone.
  /// - Throws: `SubprocessError` when depmod, of Debian's package `kmod`, is not there or fails.
  func files(adding modules: [InitrdFile]) async throws -> [InitrdFile] {
    for module in modules {
      guard let path = ModulePath(module.path)?.path, case .file(let bytes) = module.content else { continue }
      let url = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    // Not in an ordinary user's PATH.
    let depmod = findExecutable("depmod") ?? "/usr/sbin/depmod"
    try await checked(Command(depmod, ["-b", folder, kernel]), limits: Limits(deadline: .seconds(120)))
    return try indexes() + [idleDepmod]
  }

  private func indexes() throws -> [InitrdFile] {
    let place = "lib/modules/\(kernel)"
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)")
    return names.filter { $0.hasPrefix("modules.") }.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(place)/\(name)").map {
        InitrdFile(path: "\(place)/\(name)", content: .file([UInt8]($0)))
      }
    }
  }

  private var idleDepmod: InitrdFile {
    let script =
      "#!/bin/sh\n# The indexes of all modules here were made before the machine started.\nexit 0\n"
    return InitrdFile(path: "sbin/depmod", mode: 0o755, content: .file([UInt8](script.utf8)))
  }
}
