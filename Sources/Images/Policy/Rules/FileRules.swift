import Recipes

/// Programs that give whoever starts them rights that are not their own.
enum PrivilegedFileRule: PolicyRule {
  static let field = Field(
    "privileged_files", .list(of: .text(.pattern)),
    "The programs that may be set-user-id or set-group-id, or have capabilities, by path; `*` stands for any characters."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let allowed = value.patterns
    let found = facts.disks.contents.files.filter { $0.value.givesRights }
    let others = found.filter { path, _ in !allowed.contains { $0.matches(path) } }
    return .failed(
      by: others.sorted { $0.key < $1.key }.map { path, file in
        "\(path) (\(String(file.mode, radix: 8))"
          + (file.attributes?["security.capability"] == nil ? "" : ", capabilities") + ")"
      }, otherwise: "\(found.count) programs give rights, all of them allowed")
  }
}

/// What only one machine may have.
enum MachineIdentityRule: PolicyRule {
  static let field = Field(
    "machine_identity", .boolean,
    "Whether the image may have what only one machine may have: SSH host keys, a machine-id, a random seed, a shell's history."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    if value.isTrue { return .passed("the policy allows it") }
    let files = facts.disks.contents.files
    let hostKeys = files.keys.filter { path in
      path.hasPrefix("/etc/ssh/ssh_host_") && path.hasSuffix("_key")
    }
    let machineIDs = ["/etc/machine-id", "/var/lib/dbus/machine-id"].filter { path in
      // systemd writes one of these in place of it; machine-id(5).
      guard let file = files[path], file.kind == .file, file.size > 0 else { return false }
      return facts.disks.contents.text(at: path)?.hasPrefix("uninitialized") != true
    }
    let others = files.filter { path, file in
      file.kind == .file && file.size > 0
        && (path == "/var/lib/systemd/random-seed" || path.hasSuffix("/.bash_history"))
    }
    return .failed(
      by: (hostKeys + machineIDs + others.keys).sorted(),
      otherwise: "no host key, machine-id, random seed or shell history")
  }
}
