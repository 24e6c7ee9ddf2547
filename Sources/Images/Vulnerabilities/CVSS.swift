/// How bad a vulnerability is by the Common Vulnerability Scoring System, 3.0 and 3.1: the base score of a vector, section 7.1 of its
/// specification. Other versions' vectors are not judged.
enum CVSS {
  /// - Parameter vector: such as `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`.
  static func severity(_ vector: String) -> Vulnerability.Severity? {
    guard let score = baseScore(vector) else { return nil }
    switch score {
    case 0: return .negligible
    case ..<4: return .low
    case ..<7: return .medium
    case ..<9: return .high
    default: return .critical
    }
  }

  static func baseScore(_ vector: String) -> Double? {
    guard vector.hasPrefix("CVSS:3.0/") || vector.hasPrefix("CVSS:3.1/") else { return nil }
    let pairs = vector.split(separator: "/").dropFirst().compactMap { part -> (Substring, Substring)? in
      let parts = part.split(separator: ":")
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    let metrics = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    func weight(_ metric: Substring, _ weights: KeyValuePairs<String, Double>) -> Double? {
      metrics[metric].flatMap { value in weights.first { $0.key == value }?.value }
    }
    guard let scope = metrics["S"], scope == "U" || scope == "C" else { return nil }
    let isChanged = scope == "C"
    let losses: KeyValuePairs = ["H": 0.56, "L": 0.22, "N": 0]
    guard let vectorWeight = weight("AV", ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2]),
      let complexity = weight("AC", ["L": 0.77, "H": 0.44]),
      let privileges = weight(
        "PR", isChanged ? ["N": 0.85, "L": 0.68, "H": 0.5] : ["N": 0.85, "L": 0.62, "H": 0.27]),
      let interaction = weight("UI", ["N": 0.85, "R": 0.62]), let confidentiality = weight("C", losses),
      let integrity = weight("I", losses), let availability = weight("A", losses)
    else { return nil }
    let loss = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability)
    let impact = isChanged ? 7.52 * (loss - 0.029) - 3.25 * power(loss - 0.02, 15) : 6.42 * loss
    guard impact > 0 else { return 0 }
    let exploitability = 8.22 * vectorWeight * complexity * privileges * interaction
    return roundedUp(min((isChanged ? 1.08 : 1) * (impact + exploitability), 10))
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }

  /// To one digit, as its appendix A says, so that no rounding of doubles shows.
  private static func roundedUp(_ value: Double) -> Double {
    let whole = Int((value * 100_000).rounded())
    return whole % 10_000 == 0 ? Double(whole) / 100_000 : Double(whole / 10_000 + 1) / 10
  }
}
