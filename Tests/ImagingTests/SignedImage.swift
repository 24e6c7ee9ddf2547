import Digests
import Foundation
import Images
import JSON
import Recipes

/// An image in a folder with all that is signed of it, as a build hands it out; its disks are a few bytes.
struct SignedImage {
  let folder: String
  let stem: String
  let name: String
  let version: String
  let build: String
  let keys: [PrivateKey]

  static let key = makeKey()
  static let second = makeKey()
  static let stranger = makeKey()

  private static func makeKey() -> PrivateKey {
    guard let key = try? PrivateKey(making: .ed25519) else { fatalError("no key can be made") }
    return key
  }

  /// What may differ from one image to another.
  struct Options {
    var name = "web"
    var version = "1.0.0"
    var built = "2026-11-28T12:00:00Z"
    var keys = [SignedImage.key]
    /// Begins the bytes of its files.
    var content = "first"
    var result = "passed"
    /// Of each layer: the key that it stands on.
    var parents: [String?] = [nil, SignedImage.layers[0]]
  }

  static let layers = [String(repeating: "a", count: 64), String(repeating: "b", count: 64)]

  init(in folder: String, _ options: Options = Options()) throws {
    self.folder = folder
    (name, version, keys) = (options.name, options.version, options.keys)
    stem = "\(options.name)-\(options.version)"
    build = "\(stem)+\(options.built.filter { $0 != "-" && $0 != ":" })"
    let disks = ["\(stem).qcow2", "\(stem)-data.qcow2"]
    for disk in disks { try write(Array("\(options.content) of \(disk)".utf8), disk) }
    try write(Array(try prettyJSON(try descriptor(options, disks))), "\(stem).json")
    let documents: [StatementKind: String] = [
      .spdx:
        #"{"spdxVersion":"SPDX-2.3","name":"\#(stem)","packages":[{"name":"bash","versionInfo":"5.2"}]}"#,
      .cdx: #"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"bash"}]}"#,
      .residue: #"{"format":1,"clean":true,"findings":[],"checked":["key"]}"#,
      .tests:
        #"{"format":1,"passed":\#(options.result == "passed"),"untested":[],"tests":[{"name":"boot","outcome":"\#(options.result)"}]}"#,
    ]
    for (kind, text) in documents { try write(Array(text.utf8), try document(kind)) }
    try write(Array("<testsuites/>".utf8), "\(stem).tests.xml")
    try signAll(options)
    try writeSums()
  }

  /// What the provenance and the others say, of the files as they are.
  func signAll(_ options: Options = Options()) throws {
    for kind in [StatementKind.spdx, .cdx, .residue] {
      try sign(Statement(kind, of: subjects, document: try read(try document(kind))), kind)
    }
    let records = ["tests.json", "tests.xml"].map { "\(stem).\($0)" }
    let tests = try parseJSON(try read("\(stem).tests.json"))
    try sign(TestResult(tests, records: try records.map(resource)).statement(of: subjects), .tests)
    try sign(try provenance(options).statement(of: subjects), .provenance)
  }

  var subjects: [ResourceDescriptor] {
    get throws { try ["\(stem).qcow2", "\(stem)-data.qcow2", "\(stem).json"].map(resource) }
  }

  private func resource(_ name: String) throws -> ResourceDescriptor {
    ResourceDescriptor(file: name, sha256: sha256(try read(name)))
  }

  func provenance(_ options: Options = Options()) throws -> BuildProvenance {
    let built = try Date(options.built, strategy: .iso8601)
    let layers = zip(["base", "web"], zip(Self.layers, options.parents)).map { recipe, layer in
      BuildProvenance.Layer(
        recipe: recipe, work: recipe == "base" ? "install" : "provision", key: layer.0, parent: layer.1,
        inputs: ["packages": "nginx"], built: built, seconds: 1, accelerator: "tcg")
    }
    let products = ["spdx.json", "cdx.json", "residue.json", "tests.json", "tests.xml"].map {
      "\(stem).\($0)"
    }
    return BuildProvenance(
      name: name, version: version, build: build, formats: ["qcow2"], key: Self.layers[1], layers: layers,
      host: ["arch": "x86_64"], dependencies: [], tools: Tools(kiln: "1", qemu: "7", libguestfs: "1"),
      started: built, finished: built, byproducts: try products.map(resource))
  }

  private func descriptor(_ options: Options, _ disks: [String]) throws -> Descriptor {
    let built = try Date(options.built, strategy: .iso8601)
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    let facts = LayerFacts(built: built, seconds: 1, tools: tools, accelerator: "tcg")
    let chain = [
      Provenance.Layer(recipe: "base", work: .install, key: LayerKey(hex: Self.layers[0]), facts: facts),
      Provenance.Layer(recipe: "web", work: .provision, key: LayerKey(hex: Self.layers[1]), facts: facts),
    ]
    return Descriptor(
      title: name, description: "", identifier: name, version: version, groups: [],
      os: Descriptor.System(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 1024,
      disks: try disks.enumerated().map { index, file in
        let bytes = try read(file)
        return Descriptor.Disk(
          name: index == 0 ? "system" : "data", type: index == 0 ? .os : .data,
          role: index == 0 ? .system : .data, index: index, virtualSize: 1 << 30,
          file: Artifact(
            kind: .disk, format: .qcow2, digest: sha256(bytes), size: UInt64(bytes.count), path: file))
      }, attributes: [:],
      kiln: Provenance(
        key: LayerKey(hex: Self.layers[1]), chain: chain, built: built, tools: tools, answers: "",
        firmware: .bios,
        packages: 1))
  }
}

/// Its files.
extension SignedImage {
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func envelope(_ kind: StatementKind) -> String { "\(stem).\(kind.ending)" }

  func document(_ kind: StatementKind) throws -> String {
    guard let ending = kind.document else { throw CocoaError(.fileNoSuchFile) }
    return "\(stem).\(ending)"
  }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: URL(filePath: path(name))) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Changes a file as a text.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = String(decoding: try read(name), as: UTF8.self)
    guard text.contains(old) else { throw CocoaError(.fileReadCorruptFile) }
    try write(Array(text.replacing(old, with: new).utf8), name)
  }

  func exchange(_ one: String, _ other: String, with image: SignedImage? = nil) throws {
    let (left, right) = (try read(one), try (image ?? self).read(other))
    try write(right, one)
    try (image ?? self).write(left, other)
  }

  func sign(_ statement: Statement, _ kind: StatementKind, by keys: [PrivateKey]? = nil) throws {
    try sign(Envelope(payloadType: Statement.payloadType, payload: statement.payload), kind, by: keys)
  }

  func sign(_ envelope: Envelope, _ kind: StatementKind, by keys: [PrivateKey]? = nil) throws {
    var envelope = envelope
    envelope.signatures = try (keys ?? self.keys).map {
      Envelope.Signature(keyID: $0.publicKey.id, bytes: try $0.signature(of: envelope.signed))
    }
    try write(envelope.bytes, self.envelope(kind))
  }

  func envelope(read kind: StatementKind) throws -> Envelope {
    try Envelope(reading: try read(envelope(kind)))
  }

  /// Changes an envelope as whoever has no key can.
  func forge(_ kind: StatementKind, _ change: (inout Envelope) throws -> Void) throws {
    var envelope = try envelope(read: kind)
    try change(&envelope)
    try write(envelope.bytes, self.envelope(kind))
  }

  func writeSums() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "SHA256SUMS" }
      .sorted()
    let lines = try names.map { "\(sha256(try read($0)))  \($0)\n" }
    try write(Array(lines.joined().utf8), "SHA256SUMS")
  }
}
