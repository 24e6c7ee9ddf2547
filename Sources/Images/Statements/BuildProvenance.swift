public import Foundation
public import JSON

/// How an image came to be, as SLSA has it: predicate "Provenance" 1 (slsa.dev/spec/v1.0/provenance).
public struct BuildProvenance: Hashable, Sendable {
  /// What the parameters below mean.
  public static let buildType = "https://kiln.example/build/v1"
  /// Who builds, where a site gives its builder no address of its own.
  public static let usualBuilder = "https://kiln.example/builder/v1"

  public var name: String
  public var version: String
  /// The build's whole name; no other has it.
  public var build: String
  public var formats: [String]
  /// The image's key.
  public var key: String
  /// Root first.
  public var layers: [Layer]
  /// Of the host that built: `arch`, `accelerator` and the like; nothing that tells one host from another of its kind.
  public var host: [String: String]
  /// Recipes, media, archives and packages: what it was made from.
  public var dependencies: [ResourceDescriptor]
  /// An address that stands for who builds.
  public var builder: String
  public var tools: Tools
  /// When the first of its layers was begun; in whole seconds.
  public var started: Date
  /// When it was sealed.
  public var finished: Date
  /// The documents that were made with it.
  public var byproducts: [ResourceDescriptor]

  /// One step of the chain.
  public struct Layer: Hashable, Sendable {
    public var recipe: String
    public var work: String
    public var key: String
    /// The key of the layer that it stands on; nil for a root.
    public var parent: String?
    /// What its key follows from, as people call it.
    public var inputs: [String: String]
    /// When it was finished; in whole seconds.
    public var built: Date
    public var seconds: Double
    public var accelerator: String

    public init(
      recipe: String, work: String, key: String, parent: String?, inputs: [String: String], built: Date,
      seconds: Double, accelerator: String
    ) {
      self.recipe = recipe
      self.work = work
      self.key = key
      self.parent = parent
      self.inputs = inputs
      self.built = built
      self.seconds = seconds
      self.accelerator = accelerator
    }
  }

  public init(
    name: String, version: String, build: String, formats: [String], key: String, layers: [Layer],
    host: [String: String], dependencies: [ResourceDescriptor], builder: String = usualBuilder, tools: Tools,
    started: Date, finished: Date, byproducts: [ResourceDescriptor] = []
  ) {
    self.name = name
    self.version = version
    self.build = build
    self.formats = formats
    self.key = key
    self.layers = layers
    self.host = host
    self.dependencies = dependencies
    self.builder = builder
    self.tools = tools
    self.started = started
    self.finished = finished
    self.byproducts = byproducts
  }

  public func statement(of subjects: [ResourceDescriptor]) -> Statement {
    Statement(of: subjects, predicateType: StatementKind.provenance.predicateType, predicate: json)
  }
}

/// As JSON.
extension BuildProvenance {
  var json: JSONValue {
    .object([
      "buildDefinition": .object([
        "buildType": .string(Self.buildType),
        "externalParameters": .object([
          "name": .string(name), "version": .string(version),
          "formats": .array(formats.map(JSONValue.string)),
        ]),
        "internalParameters": .object([
          "key": .string(key), "layers": .array(layers.map(\.json)),
          "host": .object(host.mapValues(JSONValue.string)),
        ]),
        "resolvedDependencies": .array(dependencies.map(\.json)),
      ]),
      "runDetails": .object([
        "builder": .object([
          "id": .string(builder),
          "version": .object([
            "kiln": .string(tools.kiln), "qemu": .string(tools.qemu), "libguestfs": .string(tools.libguestfs),
          ]),
        ]),
        "metadata": .object([
          "invocationId": .string(build), "startedOn": .string(started.ISO8601Format()),
          "finishedOn": .string(finished.ISO8601Format()),
        ]),
        "byproducts": .array(byproducts.map(\.json)),
      ]),
    ])
  }

  /// - Parameter predicate: of a statement of kind `provenance`.
  /// - Throws: of kind `malformed` or `type`, for what Kiln did not write.
  public init(predicate: JSONValue) throws(StatementFault) {
    let definition = predicate["buildDefinition"]
    guard let type = definition?["buildType"]?.string else { throw Self.lacking("buildType") }
    guard type == Self.buildType else {
      throw StatementFault(.type, "tells of a build of another kind: '\(type.visible)'")
    }
    let details = predicate["runDetails"]
    let (given, own) = (definition?["externalParameters"], definition?["internalParameters"])
    name = try Self.text(given, "name")
    version = try Self.text(given, "version")
    formats = given?["formats"]?.array?.compactMap(\.string) ?? []
    key = try Self.text(own, "key")
    layers = try Self.list(own, "layers").map { json throws(StatementFault) in try Layer(json) }
    host = Self.texts(own?["host"])
    dependencies = try Self.resources(definition, "resolvedDependencies")
    builder = try Self.text(details?["builder"], "id")
    let versions = Self.texts(details?["builder"]?["version"])
    tools = Tools(
      kiln: versions["kiln"] ?? "", qemu: versions["qemu"] ?? "", libguestfs: versions["libguestfs"] ?? "")
    let metadata = details?["metadata"]
    build = try Self.text(metadata, "invocationId")
    started = try Self.time(metadata, "startedOn")
    finished = try Self.time(metadata, "finishedOn")
    byproducts = details?["byproducts"] == nil ? [] : try Self.resources(details, "byproducts")
  }

  fileprivate static func lacking(_ key: String) -> StatementFault {
    StatementFault(.malformed, "holds a provenance without '\(key)'")
  }

  fileprivate static func text(_ json: JSONValue?, _ key: String) throws(StatementFault) -> String {
    guard let text = json?[key]?.string else { throw lacking(key) }
    return text
  }

  fileprivate static func texts(_ json: JSONValue?) -> [String: String] {
    if case .object(let members) = json { members.compactMapValues(\.string) } else { [:] }
  }

  fileprivate static func time(_ json: JSONValue?, _ key: String) throws(StatementFault) -> Date {
    guard let time = try? Date(try text(json, key), strategy: .iso8601) else { throw lacking(key) }
    return time
  }

  private static func list(_ json: JSONValue?, _ key: String) throws(StatementFault) -> [JSONValue] {
    guard let list = json?[key]?.array else { throw lacking(key) }
    return list
  }

  private static func resources(_ json: JSONValue?, _ key: String) throws(StatementFault)
    -> [ResourceDescriptor]
  {
    try list(json, key).map { json throws(StatementFault) in try ResourceDescriptor(json) }
  }
}

extension BuildProvenance.Layer {
  fileprivate var json: JSONValue {
    .object(
      [
        "recipe": .string(recipe), "work": .string(work), "key": .string(key),
        "parent": parent.map(JSONValue.string), "inputs": .object(inputs.mapValues(JSONValue.string)),
        "finishedOn": .string(built.ISO8601Format()), "seconds": .number(seconds),
        "accelerator": .string(accelerator),
      ].compactMapValues(\.self))
  }

  fileprivate init(_ json: JSONValue) throws(StatementFault) {
    recipe = try BuildProvenance.text(json, "recipe")
    work = try BuildProvenance.text(json, "work")
    key = try BuildProvenance.text(json, "key")
    parent = json["parent"]?.string
    inputs = BuildProvenance.texts(json["inputs"])
    built = try BuildProvenance.time(json, "finishedOn")
    accelerator = try BuildProvenance.text(json, "accelerator")
    switch json["seconds"] {
    case .number(let number): seconds = number
    case .integer(let number): seconds = Double(number)
    default: seconds = 0
    }
  }
}
