/// Reads what may stay in the image.
extension ApplianceReader {
  /// nil for nothing.
  var residueAllowances: [Sourced<ResidueAllowance>]? {
    let items = value["residue"]?.list("allow") ?? []
    guard !items.isEmpty else { return nil }
    return items.map { item in
      Sourced(
        ResidueAllowance(
          path: item.string("path"), kind: ResidueKind(rawValue: item.string("kind")),
          reason: item.string("reason")),
        from: item.origin)
    }
  }
}
