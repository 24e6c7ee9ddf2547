import Foundation
import XML

/// Takes a document's elements apart as they come.
final class OVALHandler: XMLHandler {
  private let target: OVALDefinitions
  private(set) var isOVAL = false
  private var definition: OVALDefinitions.Definition?
  /// Those that are open, the innermost last, each with its depth.
  private var criteria: [(depth: Int, value: OVALDefinitions.Criteria)] = []
  /// The test, object, state or variable that is open.
  private var item: (kind: Item, id: String, depth: Int)?
  private var test = OVALDefinitions.Test()
  private var state = OVALDefinitions.State()
  private var names: (names: [String], variable: String?) = ([], nil)
  private var values: [String] = []
  /// Whose text is wanted, and what has come of it.
  private var wanted: (what: Wanted, depth: Int)?
  private var text: [UInt8] = []

  private enum Item {
    case test, object, state, variable
  }

  private enum Wanted {
    case timestamp, title, platform, severity, cve(String?), name, version(String), architecture, value
  }

  init(_ target: OVALDefinitions) { self.target = target }

  func start(_ element: XMLElement, depth: Int) {
    if depth == 1 {
      isOVAL = element.isNamed("oval_definitions")
    } else if definition != nil {
      startInDefinition(element, depth)
    } else if let item {
      startInItem(element, item.kind, depth)
    } else if element.isNamed("definition") {
      definition = OVALDefinitions.Definition()
      definition?.id = element.attribute("id") ?? ""
    } else if element.isNamed("timestamp") {
      want(.timestamp, depth)
    } else if depth == 3, let id = element.attribute("id") {
      startItem(element, id, depth)
    }
  }

  private func want(_ what: Wanted, _ depth: Int) {
    wanted = (what, depth)
    text = []
  }

  private func startInDefinition(_ element: XMLElement, _ depth: Int) {
    if element.isNamed("criterion") {
      let test = element.attribute("test_ref") ?? ""
      add(.test(test, isNegated: element.attribute("negate") == "true"))
    } else if element.isNamed("criteria") {
      var value = OVALDefinitions.Criteria(isAny: element.attribute("operator") == "OR")
      value.isNegated = element.attribute("negate") == "true"
      criteria.append((depth, value))
    } else if element.isNamed("extend_definition") {
      let id = element.attribute("definition_ref") ?? ""
      add(.definition(id, isNegated: element.attribute("negate") == "true"))
    } else if element.isNamed("reference") {
      if let id = element.attribute("ref_id") { definition?.references.append(id) }
    } else if element.isNamed("title") {
      want(.title, depth)
    } else if element.isNamed("platform") {
      want(.platform, depth)
    } else if element.isNamed("severity") {
      want(.severity, depth)
    } else if element.isNamed("cve") {
      want(.cve(element.attribute("impact") ?? element.attribute("priority")), depth)
    }
  }

  private func add(_ part: OVALDefinitions.Criteria.Part) {
    guard !criteria.isEmpty else { return }
    criteria[criteria.count - 1].value.parts.append(part)
  }

  private func startItem(_ element: XMLElement, _ id: String, _ depth: Int) {
    if element.isNamed("dpkginfo_test") || element.isNamed("rpminfo_test") {
      test = OVALDefinitions.Test()
      let check = element.attribute("check")
      test.isNone =
        element.attribute("check_existence") == "none_exist" || check == "none satisfy"
        || check == "none exist"
      item = (.test, id, depth)
    } else if element.isNamed("dpkginfo_object") || element.isNamed("rpminfo_object") {
      names = ([], nil)
      item = (.object, id, depth)
    } else if element.isNamed("dpkginfo_state") || element.isNamed("rpminfo_state") {
      state = OVALDefinitions.State()
      item = (.state, id, depth)
    } else if element.isNamed("constant_variable") {
      values = []
      item = (.variable, id, depth)
    }
  }

  private func startInItem(_ element: XMLElement, _ kind: Item, _ depth: Int) {
    switch kind {
    case .test:
      if element.isNamed("object") { test.object = element.attribute("object_ref") ?? "" }
      if element.isNamed("state"), let id = element.attribute("state_ref") { test.states.append(id) }
    case .object:
      guard element.isNamed("name") else { return }
      names.variable = element.attribute("var_ref")
      want(.name, depth)
    case .state:
      if element.isNamed("evr") {
        want(.version(element.attribute("operation") ?? "equals"), depth)
      } else if element.isNamed("arch") {
        want(.architecture, depth)
      }
    case .variable: if element.isNamed("value") { want(.value, depth) }
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) { if wanted != nil { text += bytes } }

  func end(depth: Int) {
    if let wanted, wanted.depth == depth { take(wanted.what) }
    if let open = criteria.last, open.depth == depth {
      criteria.removeLast()
      if criteria.isEmpty { definition?.criteria = open.value } else { add(.criteria(open.value)) }
    }
    if let definition, depth == 3 {
      target.definitions.append(definition)
      self.definition = nil
    }
    if let item, item.depth == depth { finish(item.kind, item.id) }
  }

  private func finish(_ kind: Item, _ id: String) {
    switch kind {
    case .test: target.tests[id] = test
    case .object: target.objects[id] = names
    case .state: target.states[id] = state
    case .variable: target.variables[id] = values
    }
    item = nil
  }

  private func take(_ what: Wanted) {
    let text = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    wanted = nil
    switch what {
    case .timestamp:
      // Some say no time zone.
      target.date =
        (try? Date(text, strategy: .iso8601)) ?? (try? Date(text.prefix(19) + "Z", strategy: .iso8601))
    case .title: definition?.title = text
    case .platform: definition?.platforms.append(text)
    case .severity: definition?.severity = text
    case .cve(let severity):
      definition?.references.append(text)
      if let severity { definition?.severities[text] = severity }
    case .name: if !text.isEmpty { names.names.append(text) }
    case .version(let operation): state.version = (operation, text)
    // A pattern of whole names.
    case .architecture: state.architectures = text.split { "|^$()".contains($0) }.map(String.init)
    case .value: values.append(text)
    }
  }
}
