import Diagnostics

/// What people write for a key who know other tools: Packer, cloud-init, Ansible, mkosi, Dockerfiles.
enum KeySynonyms {
  /// What to say of a key that a mapping does not have.
  static func hint(for key: String, in record: MappingShape) -> String {
    if let known = list[key.lowercased()]?.first(where: { record[$0] != nil }) {
      return " (did you mean '\(known)'\(commands.contains(key) ? ", a file beside the recipe" : "")?)"
    }
    if passwords.contains(key.lowercased()), record["authorized_keys"] != nil {
      return " (accounts have no password here: use 'authorized_keys')"
    }
    let near = didYouMean(key, among: record.fields.map(\.name))
    if !near.isEmpty { return near }
    // What others call it, written wrong.
    if let other = nearest(to: key.lowercased(), among: list.keys.filter { $0.utf8.count > 4 }.sorted()),
      let known = list[other]?.first(where: { record[$0] != nil })
    {
      return " (did you mean '\(known)'?)"
    }
    let places = record.fields.filter { field in
      guard case .record(let inner) = field.shape else { return false }
      return inner[key] != nil
    }
    return places.count == 1 ? " (it belongs under '\(places[0].name)')" : ""
  }

  /// What takes a command elsewhere.
  private static let commands: Set<String> = ["run", "shell", "cmd", "command", "exec"]

  private static let passwords: Set<String> = [
    "password", "passwd", "root_password", "rootpw", "hashed_passwd", "passwords", "plain_text_passwd",
  ]

  /// By what is written, in the order of what is meant.
  private static let list: [String: [String]] = [
    "run": ["script", "provision"], "shell": ["script", "provision"], "cmd": ["script", "provision"],
    "command": ["script", "provision"], "exec": ["script", "provision"],
    "commands": ["provision"], "scripts": ["provision"], "steps": ["provision"],
    "provisioners": ["provision"], "runcmd": ["provision"], "tasks": ["provision"],
    "from": ["source", "parent"], "base": ["parent"], "extends": ["parent"], "inherits": ["parent"],
    "copy": ["files"], "upload": ["files"], "file": ["files"], "write_files": ["files"],
    "src": ["source"], "local": ["source"], "path": ["to", "mount"], "dest": ["to"], "dst": ["to"],
    "destination": ["to"], "target": ["to"], "permissions": ["mode"], "perm": ["mode"], "perms": ["mode"],
    "user": ["owner", "users"], "group": ["groups", "owner"], "args": ["arguments"],
    "environment": ["env"], "vars": ["env", "attributes"], "environment_vars": ["env"],
    "install_packages": ["packages"], "pkgs": ["packages"], "package": ["packages"],
    "cpu": ["cpus"], "vcpu": ["cpus"], "vcpus": ["cpus"], "cores": ["cpus"], "ram": ["memory"],
    "mem": ["memory"], "disk": ["disks"], "disk_size": ["disks", "size"], "boot": ["firmware"],
    "tz": ["timezone"], "time_zone": ["timezone"], "lang": ["locale"], "language": ["locale"],
    "keymap": ["keyboard"], "keyboard_layout": ["keyboard"], "host": ["hostname"], "host_name": ["hostname"],
    "ntp": ["ntp_servers"], "timeservers": ["ntp_servers"], "ssh_keys": ["authorized_keys"],
    "ssh_authorized_keys": ["authorized_keys"], "keys": ["authorized_keys"],
    "gecos": ["full_name"], "http_proxy": ["proxy"], "partitioning": ["storage"],
    "fs": ["filesystem"], "fstype": ["filesystem"], "mountpoint": ["mount"], "lv": ["volumes"],
    "service": ["services"], "enabled": ["enable"], "disabled": ["disable"], "masked": ["mask"],
    "summary": ["title"], "distro": ["distribution"], "architecture": ["arch"], "labels": ["attributes"],
    "metadata": ["attributes"], "tags": ["attributes"],
  ]
}
