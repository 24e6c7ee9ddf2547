import Recipes
import Testing

/// Lays `child` over `debian-13` with `base` between them, and tells what a list or mapping holds then.
@Suite struct MergingTests {
  /// One way of laying a child over what it inherits.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let base: String
    let child: String
    /// Lines of ``summary(_:)`` that must be there.
    let present: [String]

    init(_ title: String, base: String = "", child: String, has present: [String]) {
      testDescription = title
      self.base = base
      self.child = child
      self.present = present
    }
  }

  static let cases: [Case] = [
    Case("nothing said is inherited", child: "", has: ["memory 1073741824", "version 13", "timezone UTC"]),
    Case(
      "a scalar overrides", child: "hardware: {cpus: 4}\n", has: ["cpus 4", "memory 1073741824"]),
    Case(
      "the nearest scalar wins", base: "hardware: {cpus: 2, memory: 2GiB}\n", child: "hardware: {cpus: 4}\n",
      has: ["cpus 4", "memory 2147483648"]),
    Case(
      "lists append, root first", base: "install: {packages: [curl]}\n",
      child: "install: {packages: [git]}\n",
      has: ["install.packages openssh-server cloud-init curl git"]),
    Case(
      "replace drops an inherited list", base: "install: {packages: [curl]}\n",
      child: "install: {packages: !replace [git]}\n", has: ["install.packages git"]),
    Case(
      "replace with nothing empties a list", child: "install: {packages: !replace []}\n",
      has: ["install.packages"]),
    Case(
      "remove takes one item out", child: "install: {packages: [!remove cloud-init, git]}\n",
      has: ["install.packages openssh-server git"]),
    Case(
      "remove looks only at what is inherited, wherever it stands",
      child: "install: {packages: [cloud-init, !remove cloud-init]}\n",
      has: ["install.packages openssh-server cloud-init"]),
    Case(
      "maps merge by key", base: "attributes: {a: x, b: x}\n", child: "attributes: {b: y, c: y}\n",
      has: ["attributes a=x b=y c=y"]),
    Case(
      "replace drops an inherited mapping", base: "attributes: {a: x, b: x}\n",
      child: "attributes: !replace {c: y}\n", has: ["attributes c=y"]),
    Case(
      "remove takes a key out of a mapping", base: "attributes: {a: x, b: x}\n",
      child: "attributes:\n  a: !remove\n", has: ["attributes b=x"]),
    Case(
      "a removed setting falls back to the standard", base: "install: {timezone: Europe/Prague}\n",
      child: "install:\n  timezone: !remove\n", has: ["timezone UTC"]),
    Case(
      "a removed optional setting is gone", base: "install: {proxy: \"http://proxy.example.org\"}\n",
      child: "install:\n  proxy: !remove\n", has: ["proxy none"]),
    Case(
      "a disk is known by its name", base: "hardware: {disks: [{name: data, size: 1GiB, role: data}]}\n",
      child: "hardware: {disks: [!remove {name: data}, {name: data, size: 4GiB, role: scratch}]}\n",
      has: ["disks system:8589934592:system data:4294967296:scratch"]),
    Case(
      "a partition is known by its mount",
      base: "install: {storage: {partitions: [{mount: /srv, filesystem: xfs, size: 1GiB}]}}\n",
      child: "install: {storage: {partitions: [!remove {mount: /srv}]}}\n", has: ["partitions /"]),
    Case(
      "swap, which has no mount, by everything",
      base: "install: {storage: {partitions: [{filesystem: swap, size: 1GiB}]}}\n",
      child: "install: {storage: {partitions: [!remove {filesystem: swap, size: 1GiB}]}}\n",
      has: ["partitions /"]),
    Case(
      "a user is known by its name", base: "install: {users: [{name: ann, sudo: true}, {name: bob}]}\n",
      child: "install: {users: [!remove {name: ann}]}\n", has: ["users bob"]),
    Case(
      "titles are not inherited", base: "title: Base\ndescription: A base\n", child: "",
      has: ["title web", "description "]),
    Case("a version is", base: "version: 2.0.1\n", child: "", has: ["version 2.0.1"]),
    Case(
      "replace in the middle of a chain", base: "groups: [a]\n", child: "groups: !replace [b]\n",
      has: ["groups b"]),
  ]

  @Test(arguments: cases)
  func layingOver(_ example: Case) throws {
    let tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\n" + example.base,
      "web.yaml": "name: web\nparent: base\n" + example.child,
    ])
    let resolver = try tree.resolver()
    let lines = summary(try resolver.resolve("web").get(), try resolver.explain("web").get())
    for line in example.present { #expect(lines.contains(line)) }
  }

  /// Settings of `install` as they end up, whoever carries them out.
  private func summary(_ appliance: Appliance, _ explanation: Explanation) -> [String] {
    func effective(_ pattern: (String) -> Bool) -> [String] {
      explanation.entries.filter { pattern($0.key) }.map(\.value)
    }
    let install = appliance.install
    let disks = appliance.hardware.disks.map { "\($0.name):\($0.size):\($0.role)" }
    let attributes = appliance.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return [
      ["cpus", "\(appliance.hardware.cpus)"],
      ["memory", "\(appliance.hardware.memory)"],
      ["disks"] + disks,
      ["version", appliance.version],
      ["title", appliance.title],
      ["description", appliance.description],
      ["groups"] + appliance.groups,
      ["attributes"] + attributes,
      ["timezone"] + effective { $0 == "install.timezone" },
      ["proxy", install.proxy?.value.text ?? "none"],
      ["install.packages"] + effective { $0.hasPrefix("install.packages[") },
      ["partitions"] + install.storage.partitions.map { $0.value.use.mountPoint?.text ?? "swap" },
      ["users"] + effective { $0.hasPrefix("install.users[") && $0.hasSuffix(".name") },
    ].map { $0.joined(separator: " ") }
  }
}
