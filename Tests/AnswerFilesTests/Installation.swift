import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The commands of a rendered file, run as the installer would, in a folder that stands for its file systems.
struct Installation {
  /// What was left behind.
  struct Outcome {
    var status: Int32
    /// Each call of a command that the installer has and this host must not run.
    var calls: [String]
    /// Content of the files written, by path.
    var files: [String: String]
  }

  let folder: URL

  /// Runs the command that answers a question, and `after` in the same shell.
  static func run(_ question: String, of appliance: Appliance, log: String? = nil, after: String = "") throws
    -> Outcome
  {
    let command = try value(question, of: appliance)
    return try withFolder { folder in
      let installation = Installation(folder: folder)
      try installation.prepare(log: log)
      return try installation.run(command + after)
    }
  }

  static func value(_ question: String, of appliance: Appliance) throws -> String {
    var problems: [Diagnostic] = []
    let text = try render(appliance).text(filling: [.report: "http://10.0.2.2:1/t"])
    let preseed = PreseedParser.parse(text, &problems) { _, _ in .standard }
    return try #require(preseed.directive(question)?.value)
  }

  private func prepare(log: String?) throws {
    let folders = [
      "usr/share/zoneinfo/Europe", "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/sudoers.d",
      "etc/systemd/network", "usr/local/share/ca-certificates",
    ]
    for path in folders.map({ "target/\($0)" }) + [
      "bin", "tmp", "usr/lib", "lib/partman/display.d", "var/log",
    ] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: path), withIntermediateDirectories: true)
    }
    try write("", to: "target/usr/share/zoneinfo/UTC")
    try write("", to: "target/usr/share/zoneinfo/Europe/Prague")
    try write("deb http://10.0.2.2/", to: "target/etc/apt/sources.list")
    try log.map { try write($0, to: "var/log/syslog") }
    let further = [
      "chroot": "case $2 in chpasswd) cat >> \(folder.path)/passwords;; esac",
      "debconf-get": "echo \"answer of $1\"",
    ]
    for name in ["chroot", "debconf-get", "debconf-set", "kiln-report", "wget"] {
      let call = "printf '%s' \(name); printf ' <%s>' \"$@\"; echo"
      let script = "#!/bin/sh\n{ \(call); } >> \(folder.path)/calls\n\(further[name] ?? "")\n"
      try write(script, to: "bin/\(name)")
      let path = folder.appending(path: "bin/\(name)").path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: path))
  }

  private func run(_ command: String) throws -> Outcome {
    let roots = [
      "/target", "/bin/kiln", "/usr/lib/", "/usr/bin/", "/usr/sbin/", "/lib/partman", "/tmp/", "/var/log/",
    ]
    // The folder's own path may contain one of them.
    let moved = roots.reduce(command) { $0.replacing($1, with: "@ROOT@" + $1) }.replacing(
      "@ROOT@", with: folder.path)
    let path = "\(folder.path)/bin:/usr/bin:/bin"
    let result = try execute(["sh", "-c", moved], environment: ["PATH": path])
    let files = try contents()
    let calls = (files["calls"] ?? "").split(separator: "\n").map(String.init)
    return Outcome(status: result.status, calls: calls, files: files)
  }

  private func contents() throws -> [String: String] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    var files: [String: String] = [:]
    for path in paths {
      let file = folder.appending(path: path)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      files[path] = try String(contentsOf: file, encoding: .utf8).replacing(folder.path, with: "")
    }
    return files
  }
}
