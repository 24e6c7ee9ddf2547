import Testing

/// A change that a derived recipe makes to how its distribution is installed.
struct Variation: Sendable, CustomTestStringConvertible {
  let name: String
  /// What follows `parent:` in the recipe.
  let recipe: String
  /// Set in the distribution itself: what a derived recipe's own layer would set.
  var set: [String] = []

  var testDescription: String { name }

  static let all = [
    Variation(name: "plain", recipe: ""),
    Variation(
      name: "LVM",
      recipe: """
        install:
          storage: !replace
            table: gpt
            partitions:
              - {mount: /boot, filesystem: ext4, size: 1GiB}
              - {volume_group: system, size: 5GiB, grow: true}
            volume_groups:
              - name: system
                volumes:
                  - {name: root, mount: /, filesystem: ext4, size: 2GiB, grow: true}
                  - {name: var, mount: /var, filesystem: ext4, size: 2GiB}
                  - {name: swap, filesystem: swap, size: 512MiB}
        """),
    Variation(
      name: "UEFI",
      recipe: """
        hardware: {firmware: uefi}
        install:
          storage: {table: gpt}
        """),
    Variation(
      name: "two disks",
      recipe: """
        hardware:
          disks: [{name: data, size: 4GiB, role: data}]
        install:
          storage:
            partitions: [{disk: data, mount: /srv, filesystem: xfs, size: 1GiB, grow: true}]
        """),
    Variation(name: "proxy", recipe: "install: {proxy: \"http://proxy.example.org:3128\"}"),
    Variation(name: "extra packages", recipe: "", set: ["install.packages=[vim, tmux]"]),
    Variation(
      name: "users and keys", recipe: "",
      set: [
        "install.authorized_keys=[ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1 root@example.org]",
        "install.users=[{name: ann, full_name: Ann O'Hara, groups: [adm], sudo: true,"
          + " authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2 ann@example.org]}]",
      ]),
  ]
}
