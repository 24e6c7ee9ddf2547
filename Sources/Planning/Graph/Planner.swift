public import AnswerFiles
public import Recipes

/// Turns appliances into a plan: a pure function from values to values.
public struct Planner {
  private var plan = Plan()
  private var problems: [Diagnostic] = []
  private var rendered: [AnswerFileRequest: AnswerFile] = [:]
  private let secrets: [String: String]

  private init(secrets: [String: String]) {
    self.secrets = secrets
  }

  /// - Parameter secrets: the scrypt digest of every secret that a script names, by name.
  /// - Throws: all that an answer file cannot express, together.
  public static func plan(
    _ appliances: [Appliance], secrets: [String: String] = [:]
  ) throws(Diagnostics) -> Plan {
    var planner = Planner(secrets: secrets)
    for appliance in appliances { planner.add(appliance) }
    guard planner.problems.isEmpty else { throw Diagnostics(planner.problems) }
    return planner.plan
  }

  private mutating func add(_ appliance: Appliance) {
    guard let answers = answers(of: appliance) else { return }
    var keys: [LayerKey] = []
    for (index, link) in appliance.chain.enumerated() {
      if index == 0 {
        let inputs = InstallInputs.of(appliance, answers: answers)
        keys.append(add(link, parent: nil, inputs: inputs, work: .install))
      }
      // The distribution's own link is never left out: its layer is the first clean one.
      guard index == 0 || !link.steps.isEmpty else { continue }
      let inputs = StepInputs.of(link.steps, secrets: secrets)
      keys.append(add(link, parent: keys.last, inputs: inputs, work: .provision(link.steps)))
    }
    let key = ImageInputs.key(of: appliance, leaf: keys.last)
    plan.images.append(PlannedImage(appliance: appliance, answers: answers, layers: keys, key: key))
  }

  private mutating func add(
    _ link: Link, parent: LayerKey?, inputs: [Input], work: PlannedLayer.Work
  ) -> LayerKey {
    let key = CanonicalEncoding.key(parent: parent, inputs: inputs)
    let name = LayerName(recipe: link.recipe, isInstall: work == .install)
    plan.add(PlannedLayer(key: key, name: name, parent: parent, inputs: inputs, work: work))
    return key
  }

  /// Most appliances share their distribution's answer file: it is rendered once.
  private mutating func answers(of appliance: Appliance) -> AnswerFile? {
    let request = AnswerFileRequest(appliance)
    if let known = rendered[request] { return known }
    do {
      let answers = try render(appliance)
      rendered[request] = answers
      return answers
    } catch {
      problems += error.diagnostics
      return nil
    }
  }
}
