import XML

extension TestReport {
  /// The report as JUnit's XML, in the part that all readers share: one suite, a case for each test; what was not tested is skipped.
  ///
  /// Source: the schema of Jenkins' xUnit plugin, `junit-10.xsd`, and what GitLab and pytest make of it.
  public var junit: String {
    let cases = tests.map(element) + untested.map(element)
    let counts: KeyValuePairs<String, String> = [
      "name": [image.name, image.version].compactMap(\.self).joined(separator: "-"),
      "tests": "\(cases.count)", "failures": "\(failed.count)",
      "errors": "0", "skipped": "\(cases.count { $0.children.first?.name == "skipped" })",
      "time": "\(seconds)",
    ]
    return XMLNode("testsuites", [:], [XMLNode("testsuite", counts, cases)]).document()
  }

  private func element(_ test: TestCase) -> XMLNode {
    let message = test.message ?? ""
    var children: [XMLNode] =
      switch test.outcome {
      case .passed: []
      case .failed:
        [XMLNode("failure", ["message": message], text: test.place.map { "asked for at \($0)" } ?? message)]
      case .skipped: [XMLNode("skipped", ["message": message])]
      }
    if let output = test.output { children.append(XMLNode("system-out", text: output)) }
    return XMLNode(
      "testcase",
      ["classname": "\(image.name).\(test.kind.rawValue)", "name": test.name, "time": "\(test.seconds)"],
      children)
  }

  private func element(_ untested: Untested) -> XMLNode {
    XMLNode(
      "testcase", ["classname": "\(image.name).untested", "name": untested.what, "time": "0"],
      [XMLNode("skipped", ["message": untested.why])])
  }
}
