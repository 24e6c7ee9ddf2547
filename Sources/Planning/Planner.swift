import Diagnostics
import AnswerFiles
import Images
public import Recipes

/// Turns appliances into a plan: a pure function from values to values.
public struct Planner {
  private var plan = Plan()
  private var problems: [Diagnostic] = []
  private var roots: [Installation: Root] = [:]
  private var layers: [LinkLayer: PlannedLayer] = [:]
  private let secrets: [SecretSource: String]
  private let refreshes: [LayerPlace: Refresh]

  private init(secrets: [SecretSource: String], refreshes: [LayerPlace: Refresh]) {
    self.secrets = secrets
    self.refreshes = refreshes
  }

  /// - Parameters:
  ///   - appliances: one named twice is planned once.
  ///   - secrets: the scrypt digest of every secret that a script names.
  ///   - refreshes: the layers that were, or are to be, made anew for their packages' sake.
  /// - Throws: all that an answer file cannot express, together.
  public static func plan(
    _ appliances: [Appliance], secrets: [SecretSource: String] = [:], refreshes: [LayerPlace: Refresh] = [:]
  ) throws(Diagnostics) -> Plan {
    var planner = Planner(secrets: secrets, refreshes: refreshes)
    var names: Set<String> = []
    for appliance in appliances where names.insert(appliance.name).inserted { planner.add(appliance) }
    if let found = Diagnostics(planner.problems) { throw found }
    return planner.plan
  }

  private mutating func add(_ appliance: Appliance) {
    guard let root = root(of: appliance) else { return }
    if appliance.base == nil { plan.add(root.layer) }
    let released = appliance.base.map { $0.layers.map(LayerKey.init(hex:)) }
    let keys = addLayers(of: appliance, on: released ?? [root.layer.key])
    plan.images.append(
      PlannedImage(
        appliance: appliance, answers: root.answers, layers: keys, key: LayerKey(appliance, leaf: keys.last)))
  }

  /// - Parameter base: the layers that are there, or planned, already; root first.
  /// - Returns: all of its layers.
  private mutating func addLayers(of appliance: Appliance, on base: [LayerKey]) -> [LayerKey] {
    var keys = base
    let secrets = appliance.secrets.compactMapValues { self.secrets[$0] }
    for (index, link) in appliance.chain.enumerated() where appliance.hasLayer(index) {
      let parent = keys[keys.count - 1]
      let refresh = refreshes[LayerPlace(parent: parent, recipe: link.recipe)]
      let named = secrets.filter { secret in link.steps.contains { $0.action.secrets.contains(secret.key) } }
      let release = keys.count == base.count ? appliance.base : nil
      let content = LayerContent(
        work: .provision(
          .init(parent: parent, steps: link.steps, secrets: named, release: release?.manifest)),
        refresh: refresh,
        upgrades: refresh != nil || index == 0 && appliance.installer.program?.leavesUpdates == true)
      let layer = layer(
        LinkLayer(recipe: link.recipe, content: content),
        inputs: ((release?.inputs ?? []) + link.steps.flatMap { $0.action.inputs(secrets: named) })
          .withUniqueNames())
      plan.add(layer)
      keys.append(layer.key)
    }
    return keys
  }

  /// Appliances share the layers of what they derive from: each is worked out once.
  private mutating func layer(_ wanted: LinkLayer, inputs: @autoclosure () -> [Input]) -> PlannedLayer {
    if let known = layers[wanted] { return known }
    let layer = PlannedLayer(
      name: LayerName(recipe: wanted.recipe, isInstall: false), wanted.content, inputs: inputs())
    layers[wanted] = layer
    return layer
  }

  /// Most appliances share their distribution's answer file and installed disk: they are worked out once.
  private mutating func root(of appliance: Appliance) -> Root? {
    let installation = Installation(appliance)
    if let known = roots[installation] { return known }
    do {
      let answers = try render(appliance)
      let layer = PlannedLayer(
        name: LayerName(recipe: appliance.chain[0].recipe, isInstall: true),
        LayerContent(work: .install(RootContent(appliance, answers: answers))),
        inputs: InstallInputs.of(appliance, answers: answers))
      let root = Root(answers: answers, layer: layer)
      roots[installation] = root
      return root
    } catch {
      // What stands nowhere is told of the appliance.
      problems += error.list.map {
        $0.location == nil ? Diagnostic("\(appliance.name): \($0.message)", at: nil) : $0
      }
      return nil
    }
  }
}

extension Appliance {
  /// Whether a link of the chain is carried out as a layer: one without steps is not.
  ///
  /// The distribution's own always is: its layer is the first clean one. So is the last one of those that stand on a release, where
  /// none has steps: an image is sealed from a layer of its own.
  fileprivate func hasLayer(_ index: Int) -> Bool {
    let links = base?.links ?? 0
    guard index >= links else { return false }
    if !chain[index].steps.isEmpty || links == 0 && index == 0 { return true }
    return links > 0 && index == chain.count - 1 && chain[links...].allSatisfy(\.steps.isEmpty)
  }
}

extension Appliance.Base {
  /// By the release's name, and by what it is.
  fileprivate var inputs: [Input] {
    [Input("parent", release), Input("parent's manifest", "sha256:\(manifest)")]
  }
}

/// An installed disk, and what it is installed by.
private struct Root {
  let answers: AnswerFile
  let layer: PlannedLayer
}

/// A recipe's own layer.
private struct LinkLayer: Hashable {
  let recipe: String
  let content: LayerContent

  /// What it stands on tells most apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(recipe)
    if case .provision(let provision) = content.work { hasher.combine(provision.parent) }
  }
}

/// All that an installed disk follows from.
private struct Installation: Hashable {
  let system: OperatingSystem
  let installer: Installer
  let hardware: Hardware
  let install: InstallSettings
  let pin: Pin?

  init(_ appliance: Appliance) {
    system = appliance.system
    installer = appliance.installer
    hardware = appliance.hardware
    install = appliance.install
    pin = appliance.pin
  }

  /// A few of its parts tell most of them apart: texts of answer files are long, and compared only where these are the same.
  func hash(into hasher: inout Hasher) {
    hasher.combine(system)
    hasher.combine(hardware)
    hasher.combine(installer.kind)
    hasher.combine(install.hostname)
  }
}
