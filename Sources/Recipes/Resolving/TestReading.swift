import Diagnostics
import Text

/// Reads how an image is tested.
extension ApplianceReader {
  /// Nil for the usual way, without checks of its own.
  mutating func imageTest() -> ImageTest? {
    let written = value["test"] ?? .nothing
    let limit = written["limit"]?.text.flatMap { Duration(written: $0) }
    let test = ImageTest(
      boot: written.choice("boot", else: .full), limit: limit.map { Double($0.components.seconds) },
      bootsTwice: written.flag("second_boot"),
      hasNetwork: written.flag("network"), checks: checks())
    return test == ImageTest() ? nil : test
  }

  /// In the order of the chain. Of ports there is one check: those that an ancestor's image has open are open in its children's.
  private mutating func checks() -> [Sourced<RecipeTest>] {
    var checks: [Sourced<RecipeTest>] = []
    var ports: Sourced<Set<Int>>?
    for item in value.list("tests") {
      if item["ports"] != nil {
        ports = Sourced(
          (ports?.value ?? []).union(item.strings("ports").compactMap { Int($0) }),
          from: ports?.origin ?? item.origin)
      }
      checks += script(item).map { [Sourced($0, from: item.origin)] } ?? []
      checks += item.declared.map { Sourced($0, from: item.origin) }
    }
    return checks + (ports.map { [Sourced(.ports($0.value.sorted()), from: $0.origin)] } ?? [])
  }

  /// Of a release that the recipe derives from, the script is kept with it.
  private mutating func script(_ item: Value) -> RecipeTest? {
    guard let written = item["script"], let path = written.text else { return nil }
    if let known = released(path, item.dictionary("env"), link: item.link) { return known }
    guard let source = program(written) else { return nil }
    if let problem = problem(ofProgram: source), isWellFormed {
      report(
        "test of \(item.origin): \(problem.message)",
        at: Location(file: source.path, line: 1, column: problem.column))
    }
    do {
      let text = try sources.text(path, at: source.path)
      return .script(RecipeTest.Script(path: path, text: text, environment: item.dictionary("env")))
    } catch {
      report(error.message, at: written.origin)
      return nil
    }
  }

  private func released(_ path: String, _ environment: [String: String], link: Int) -> RecipeTest? {
    guard let base = lineage.base, link < lineage.offset else { return nil }
    return base.appliance.test?.checks.map(\.value).first { check in
      if case .script(let script) = check {
        script.path == path && script.environment == environment
      } else {
        false
      }
    }
  }
}

extension Value {
  /// What an item of `tests` asks for beside scripts and ports, each thing by itself; in the order of names.
  fileprivate var declared: [RecipeTest] {
    let pages = self["http"].map { page in
      [
        RecipeTest.http(
          .init(
            port: UInt16(page.string("port")) ?? 0, path: page["path"]?.text ?? "/",
            status: Int(page.string("status")) ?? 200, body: page["body"]?.text))
      ]
    }
    return (pages ?? [])
      + each("services") {
        .service(.init(name: $0, isRunning: $1.boolean("running"), isEnabled: $1.boolean("enabled")))
      }
      + each("packages") {
        .package(.init(name: $0, isInstalled: $1.boolean("installed") ?? true, version: $1["version"]?.text))
      }
      + each("files") {
        .file(
          .init(
            path: $0, exists: $1.boolean("exists") ?? true, mode: $1["mode"]?.text, owner: $1["owner"]?.text,
            contains: $1["contains"]?.text))
      }
  }

  private func each(_ key: String, _ check: (String, Value) -> RecipeTest) -> [RecipeTest] {
    guard let members = self[key]?.members else { return [] }
    return members.keys.sorted().compactMap { name in members[name].map { check(name, $0) } }
  }

  /// Nil where nothing is said.
  private func boolean(_ key: String) -> Bool? { self[key]?.text.map { $0 == "true" } }
}
