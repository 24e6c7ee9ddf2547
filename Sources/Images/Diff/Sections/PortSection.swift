/// TCP ports that the images' machines were seen to listen on when they were tested, and the programs that do.
enum PortSection: DiffSection {
  static let name = "ports"
  static let title = "Listening ports"

  static func compare(_ pair: DiffPair) -> Comparison {
    guard let old = pair.before.tests?.ports, let new = pair.after.tests?.ports else {
      return Comparison(remarks: [pair.before, pair.after].compactMap(whyUnknown))
    }
    return Comparison(
      Change.all(from: programs(old), to: programs(new)) { programs in
        programs.isEmpty ? "program unknown" : programs.joined(separator: ", ")
      })
  }

  private static func programs(_ ports: [ListeningPort]) -> [String: [String]] {
    Dictionary(ports.map { ("\($0.port)/tcp", $0.programs) }, uniquingKeysWith: { first, _ in first })
  }

  private static func whyUnknown(_ side: DiffSide) -> String? {
    if let why = side.whyUntested { return why }
    return side.tests?.ports == nil ? "not recorded of \(side.title): its test could not look inside" : nil
  }
}
