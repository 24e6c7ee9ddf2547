import Foundation
import Images
import JSON
import Provisioners
import Recipes
import Testing

@testable import Planning

/// That keys have all that changes what is built, and nothing else: every leaf of an appliance is changed in turn.
struct KeyTests {
  /// Of the layers, root first, and the image.
  private struct Keys: Equatable {
    var layers: [LayerKey]
    var image: LayerKey
    var inputs: [[Input]]
  }

  private func keys(_ appliance: Appliance) throws -> Keys {
    let plan = try Planner.plan([appliance], secrets: [.environment("T"): "d1"])
    let layers = plan.images[0].layers
    // Of a release's layers, nothing is planned.
    return Keys(
      layers: layers, image: plan.images[0].key,
      inputs: layers.map { plan.layer($0)?.inputs ?? [Input("key", $0.hex)] })
  }

  /// The leaves that count for nothing, as paths without the places in lists. One that is new to an appliance is either in the keys or
  /// here; which, is to be decided.
  private static let uncounted: Set<String> = [
    "buildMirror.value", "chain.file", "chain.digest", "chain.recipe", "installer.memory",
    "installer.mirrors.value",
    // How an image is tested says nothing of what is in it.
    "test",
    "pin.snapshot.archive", "pin.snapshot.security", "installer.answers.path", "system.endOfLife",
    "secrets.TOKEN.environment._0",
    // Where a step or a setting is written.
    "origin",
    // What a source is called, and where it was found.
    "chain.steps.file._0.source.path", "chain.steps.file._0.source.written",
    "chain.steps.script._0.source.path", "chain.steps.script._0.source.written",
    "chain.steps.file._0.source.metadata.lost",
    // Where media are found.
    "media.archive._0.archive.keyring", "media.bootstrap._0.keyring", "addresses", "iso.size",
    "image._0.size",
    // A certificate has one key.
    "ovaSigning.key",
    "base.name", "base.version", "base.channel", "base.layers",
    // Asked of what is finished.
    "residue.value.path", "residue.value.kind", "residue.value.reason",
    "kernel.size", "initrd.size", "checksums._0.signatures", "checksums._0.keyring",
  ]

  @Test(arguments: KeySample.all)
  func eachLeafCountsOrIsListed(sample: KeySample) throws {
    let before = try keys(sample.appliance)
    let document = try parseJSON(try compactJSON(sample.appliance))
    var ignored: Set<String> = []
    for leaf in document.leaves {
      guard let other = changed(document, leaf) else {
        // Most media say whose they are.
        #expect(leaf.name == "installer.kind", "nothing else fits in \(leaf.name)")
        continue
      }
      // A change that planning refuses is noticed anyway.
      guard let after = try? keys(other) else { continue }
      if after.image == before.image { ignored.insert(leaf.name) }
      guard after.layers.count == before.layers.count else { continue }
      // What a changed key is told by: an input of the layer itself, or the layer that it stands on.
      let first = after.layers.indices.first { after.layers[$0] != before.layers[$0] }
      if let first { #expect(after.inputs[first] != before.inputs[first], "\(leaf.name) has no name") }
    }
    let unlisted = ignored.filter { name in
      !Self.uncounted.union(sample.unused).contains { ".\(name).".contains(".\($0).") }
    }
    #expect(unlisted == [])
  }

  /// The appliance with another value in one place.
  private func changed(_ document: JSONValue, _ leaf: JSONValue.Leaf) -> Appliance? {
    leaf.value.others.lazy.compactMap { other in
      try? decodeJSON(
        Appliance.self, from: document.replacing(leaf.path, with: other).canonical.utf8,
        userInfo: [.provisioners: ProvisionerRegistry.all])
    }.first
  }

  /// A property that no sample sets would be changed by no test.
  @Test func theSamplesSetEveryProperty() {
    var unset: Set<String> = []
    var set: Set<String> = []
    for sample in KeySample.all { Self.visit(sample.appliance, &set, &unset) }
    #expect(unset.subtracting(set) == ["Storage.arrays"], "arrays are rendered as volume groups are")
  }

  @Test func theSamplesHaveAStepOfEveryKind() {
    let steps = KeySample.all.flatMap(\.appliance.chain).flatMap(\.steps)
    let names = Set(steps.map { type(of: $0.action).name })
    #expect(names == Set(ProvisionerRegistry.all.kinds.map { $0.name }))
  }

  private static func visit(_ value: Any, _ set: inout Set<String>, _ unset: inout Set<String>) {
    let mirror = Mirror(reflecting: value)
    for child in mirror.children {
      let inner = Mirror(reflecting: child.value)
      if mirror.displayStyle == .struct, let label = child.label {
        let isEmpty =
          [.optional, .collection, .dictionary].contains(inner.displayStyle) && inner.children.isEmpty
        let isDefault = isEmpty || child.value as? Bool == false
        let name = "\(mirror.subjectType).\(label)"
        if isDefault { unset.insert(name) } else { set.insert(name) }
      }
      visit(child.value, &set, &unset)
    }
  }

  /// What is built by one version is what another one finds: a new property must not change these, which only a new
  /// ``LayerKey/layerFormat`` may.
  @Test func keysStayAsTheyAre() throws {
    let found = try KeySample.all.map { sample in
      let keys = try keys(sample.appliance)
      return "\(sample.name): "
        + (keys.layers + [keys.image]).map { String($0.hex.prefix(8)) }.joined(separator: " ")
    }
    #expect(
      found == [
        "debian-installer: e95b7018 79edf721 a2f6ac74 550e8dbf",
        "direct: 01b1f7df c1b9315b 02430a79 149e4f92", "iso: d36cb4b2 b7d90cd2 67156f92 88041b47",
        "image: 7a908e38 63a84f54 5f7cb62d 3fe84f48", "image of RPMs: c788e165 82c84cd6 412a8846 019055c9",
        "bootstrap: ff324b47 6bdb2d6e 77e38916 0ea397d5",
        "bootstrap of a list: 3a777869 5d3156c4 452789c2 2b344b73",
        "bootstrap of a snapshot: 93e3aa89 086cc77a 6ec5aad3 ebc830d2",
        "services: ff324b47 6bdb2d6e 2105ea1e 549c5b0f",
        "settings: ff324b47 6bdb2d6e 93f9a0db f1b79943",
        "on a release: 0a 0b 8b1713a8 bb623883",
        "left out: ff324b47 6bdb2d6e 148ed66d 50297ec6",
        "a signed OVA: ff324b47 6bdb2d6e 77e38916 07876ca9",
      ])
  }

  @Test func aSecretThatNoStepNamesIsInNoKey() throws {
    var appliance = KeySample.all[0].appliance
    let before = try keys(appliance)
    appliance.secrets["OTHER"] = .environment("T")
    #expect(try keys(appliance) == before)
  }
}

extension JSONValue {
  /// Something in a document that has no members.
  struct Leaf {
    let path: [String]
    let value: JSONValue

    /// The path without the places in lists.
    var name: String { path.filter { Int($0) == nil }.joined(separator: ".") }
  }

  var leaves: [Leaf] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { key, value in
        value.leaves.map { Leaf(path: [key] + $0.path, value: $0.value) }
      }
    case .array(let items):
      items.enumerated().flatMap { index, item in
        item.leaves.map { Leaf(path: ["\(index)"] + $0.path, value: $0.value) }
      }
    default: [Leaf(path: [], value: self)]
    }
  }

  /// Other values, the first of which that can be read is taken.
  var others: [JSONValue] {
    switch self {
    case .bool(let flag): [.bool(!flag)]
    // Sizes are whole mebibytes in some answer files.
    case .integer(let number): [.integer(number + (1 << 20)), .integer(number + 1)]
    case .string(let text):
      (["\(text)x"]
        + [
          "uefi", "mbr", "xfs", "ext4", "data", "scratch", "zstd", "anaconda", "debian-installer", "locales",
          "http://a.example.org", "resolver", "rewritten", "copied", "full", "20261129T000000Z", "vmdk",
          "0.10",
        ])
        .filter { $0 != text }.map { .string($0) }
    default: []
    }
  }

  func replacing(_ path: [String], with value: JSONValue) -> JSONValue {
    guard let first = path.first else { return value }
    let rest = Array(path.dropFirst())
    switch self {
    case .object(var members):
      members[first] = members[first]?.replacing(rest, with: value)
      return .object(members)
    case .array(var items):
      guard let index = Int(first) else { return self }
      items[index] = items[index].replacing(rest, with: value)
      return .array(items)
    default: return self
    }
  }
}
