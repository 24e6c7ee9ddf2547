import Foundation
import Images
import Planning
import Testing

@testable import Storage

/// Which layers go and why, with a store that is nothing but values: ages in days, sizes in MiB.
struct LayerRetentionTests {
  private static let now = Date(timeIntervalSince1970: 1_700_000_000)

  private static func layer(
    _ name: String, on parent: String? = nil, age: Double = 30, bytes: UInt64 = 100, isInUse: Bool = false
  ) -> LayerRetention.Layer {
    LayerRetention.Layer(
      key: LayerKey(hex: name), name: LayerName(recipe: name, isInstall: parent == nil),
      parent: parent.map(LayerKey.init(hex:)), bytes: bytes << 20, lastUse: now - age * 86400,
      isInUse: isInUse)
  }

  private struct Case: CustomTestStringConvertible {
    let testDescription: String
    let layers: [LayerRetention.Layer]
    var images: [String: [String]] = [:]
    var failures: [String: String] = [:]
    var releases: [String: [String]] = [:]
    var limits = LayerRetention.Limits()
    let expected: [String]
  }

  private static let cases = [
    Case(testDescription: "an empty store", layers: [], expected: []),
    Case(
      testDescription: "what an image was built of stays, with its ancestors",
      layers: [layer("c", on: "b"), layer("b", on: "a"), layer("a"), layer("x")], images: ["web": ["c"]],
      expected: [
        "a (installed): layer b is based on it", "b: layer c is based on it", "c: the last build of web",
        "x (installed): nothing needs it",
      ]),
    Case(
      testDescription: "no parent goes before its child, whatever their ages",
      layers: [
        layer("a", age: 90), layer("b", on: "a", age: 60), layer("c", on: "b", age: 20), layer("z", age: 40),
      ],
      expected: [
        "z (installed): nothing needs it", "c: nothing needs it", "b: nothing needs it",
        "a (installed): nothing needs it",
      ]),
    Case(
      testDescription: "what is recent or in use stays, and what it is based on",
      layers: [
        layer("a"), layer("b", on: "a", age: 13), layer("c"), layer("d", on: "c", isInUse: true),
        layer("e", age: 15),
      ],
      expected: [
        "a (installed): layer b is based on it", "b: used recently", "c (installed): layer d is based on it",
        "d: in use now", "e (installed): nothing needs it",
      ]),
    Case(
      testDescription: "an age of nothing keeps only what is needed",
      layers: [layer("a", age: 0.001), layer("b", age: 0.001)], images: ["base": ["b"]],
      limits: LayerRetention.Limits(age: .zero),
      expected: ["b (installed): the last build of base", "a (installed): nothing needs it"]),
    Case(
      testDescription: "within a size, the longest unused go first and no more than must",
      layers: [layer("a", age: 20), layer("b", age: 40), layer("c", age: 30), layer("d")],
      images: ["d": ["d"]],
      limits: LayerRetention.Limits(size: 250 << 20),
      expected: [
        "a (installed): there is room", "d (installed): the last build of d",
        "b (installed): nothing needs it",
        "c (installed): nothing needs it",
      ]),
    Case(
      testDescription: "a size that cannot be met takes nothing that is needed or recent",
      layers: [layer("a"), layer("b", age: 1)], images: ["a": ["a"]], limits: LayerRetention.Limits(size: 0),
      expected: ["a (installed): the last build of a", "b (installed): used recently"]),
    Case(
      testDescription: "a kept failed build needs its parent",
      layers: [layer("a")], failures: ["web": "a"],
      expected: ["a (installed): the kept failed build of web"]),
    Case(
      testDescription: "a release needs its layers",
      layers: [layer("a"), layer("b", on: "a")], releases: ["web@1.4.0": ["b"]],
      expected: ["a (installed): layer b is based on it", "b: release web@1.4.0"]),
    Case(
      testDescription: "records that name one another in a circle end nothing",
      layers: [layer("a", on: "b"), layer("b", on: "a"), layer("s", on: "s")], images: ["x": ["gone"]],
      expected: ["a: nothing needs it", "b: nothing needs it", "s: nothing needs it"]),
  ]

  @Test(arguments: cases)
  private func verdicts(of example: Case) {
    let needs = LayerRetention.Needs(
      images: example.images.mapValues { $0.map(LayerKey.init(hex:)) },
      failures: example.failures.mapValues(LayerKey.init(hex:)),
      releases: example.releases.mapValues { $0.map(LayerKey.init(hex:)) })
    let plan = LayerRetention(example.layers, needs: needs, limits: example.limits, now: Self.now)
    #expect(plan.entries.map { "\($0.layer.label): \($0.verdict)" } == example.expected)
  }
}
