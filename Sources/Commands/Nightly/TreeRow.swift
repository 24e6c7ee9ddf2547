import Factory

/// An appliance and how deep it stands in the tree of those reported.
struct TreeRow {
  let appliance: NightlyReport.Appliance
  /// 0 for one whose parent is not in the report.
  let depth: Int

  /// - Parameter appliances: parents before their children.
  static func rows(of appliances: [NightlyReport.Appliance]) -> [TreeRow] {
    var depths: [String: Int] = [:]
    return appliances.map { appliance in
      let depth = appliance.parent.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
      depths[appliance.name] = depth
      return TreeRow(appliance: appliance, depth: depth)
    }
  }
}
