public import AnswerFiles
public import Recipes

/// Turns appliances into a plan: a pure function from values to values.
public struct Planner {
  private var plan = Plan()
  private var problems: [AnswerFileProblem] = []
  private var rendered: [Installation: AnswerFile] = [:]
  private let secrets: [String: String]

  private init(secrets: [String: String]) {
    self.secrets = secrets
  }

  /// - Parameter secrets: the scrypt digest of every secret that a script names, by name.
  /// - Throws: all that an answer file cannot express, together.
  public static func plan(
    _ appliances: [Appliance], secrets: [String: String] = [:]
  ) throws(AnswerFileProblems) -> Plan {
    var planner = Planner(secrets: secrets)
    for appliance in appliances { planner.add(appliance) }
    guard planner.problems.isEmpty else { throw AnswerFileProblems(planner.problems) }
    return planner.plan
  }

  private mutating func add(_ appliance: Appliance) {
    guard let answers = answers(of: appliance) else { return }
    let keys = addLayers(of: appliance, answers: answers)
    let key = ImageInputs.key(of: appliance, leaf: keys.last)
    plan.images.append(PlannedImage(appliance: appliance, answers: answers, layers: keys, key: key))
  }

  private mutating func addLayers(of appliance: Appliance, answers: AnswerFile) -> [LayerKey] {
    let inputs = InstallInputs.of(appliance, answers: answers)
    var keys = [add(appliance.chain[0], inputs: inputs, work: .install)]
    for (index, link) in appliance.chain.enumerated() {
      // The distribution's own link is never left out: its layer is the first clean one.
      guard index == 0 || !link.steps.isEmpty else { continue }
      let inputs = StepInputs.of(link.steps, secrets: secrets)
      keys.append(add(link, inputs: inputs, work: .provision(link.steps, on: keys[keys.count - 1])))
    }
    return keys
  }

  private mutating func add(_ link: Link, inputs: [Input], work: PlannedLayer.Work) -> LayerKey {
    let layer = PlannedLayer(
      name: LayerName(recipe: link.recipe, isInstall: work == .install), inputs: inputs, work: work)
    plan.add(layer)
    return layer.key
  }

  /// Most appliances share their distribution's answer file: it is rendered once.
  private mutating func answers(of appliance: Appliance) -> AnswerFile? {
    let installation = Installation(appliance)
    if let known = rendered[installation] { return known }
    do {
      let answers = try render(appliance)
      rendered[installation] = answers
      return answers
    } catch {
      problems += error.problems
      return nil
    }
  }
}

/// All that an answer file is rendered from.
private struct Installation: Hashable {
  let system: OperatingSystem
  let installer: Installer
  let hardware: Hardware
  let install: InstallSettings

  init(_ appliance: Appliance) {
    system = appliance.system
    installer = appliance.installer
    hardware = appliance.hardware
    install = appliance.install
  }
}
