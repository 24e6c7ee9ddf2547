public import Recipes

/// What becomes of systemd's units when the image boots.
public struct ServicesStep: ProvisionerKind {
  /// Started at boot.
  public var enable: [Sourced<String>]
  /// Not started at boot, unless another unit asks for them.
  public var disable: [Sourced<String>]
  /// Not started by anything.
  public var mask: [Sourced<String>]

  public init(
    enable: [Sourced<String>] = [], disable: [Sourced<String>] = [], mask: [Sourced<String>] = []
  ) {
    self.enable = enable
    self.disable = disable
    self.mask = mask
  }

  public static let field = Field(
    "services",
    .record(
      MappingShape([
        Field("enable", .list(of: .text(.unit)), "Units that are started at boot."),
        Field("disable", .list(of: .text(.unit)), "Units that are not started at boot."),
        Field("mask", .list(of: .text(.unit)), "Units that nothing can start."),
      ])),
    "What becomes of systemd's units: `nginx` is `nginx.service`.")

  /// What is done, in this order, and to which units.
  public var changes: [(verb: String, units: [Sourced<String>])] {
    [("enable", enable), ("disable", disable), ("mask", mask)].filter { !$0.1.isEmpty }
  }

  public var title: String {
    let parts = changes.map { change in
      "\(change.verb) \(change.units.map(\.value).joined(separator: " "))"
    }
    return "services \(parts.joined(separator: ", "))"
  }

  public func inputs(secrets: [String: String]) -> [Input] {
    changes.map { Input("services \($0.verb)", $0.units.map(\.value).joined(separator: " ")) }
  }
}

// MARK: Reading

extension ServicesStep {
  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    guard let written = item[name], written.text == nil, written.items.isEmpty else { return [] }
    let step = ServicesStep(
      enable: units(written, "enable"), disable: units(written, "disable"), mask: units(written, "mask"))
    var named: [String: Origin] = [:]
    for (verb, units) in step.changes {
      for unit in units {
        if let first = named[unit.value] {
          reader.report("'\(unit.value)' under '\(verb)' is named before, at \(first)", at: unit.origin)
        }
        named[unit.value] = unit.origin
      }
    }
    guard !step.changes.isEmpty else {
      reader.report("'services' names no unit under 'enable', 'disable' or 'mask'", at: written.origin)
      return []
    }
    return [Step(step, from: item.origin)]
  }

  private static func units(_ written: Value, _ key: String) -> [Sourced<String>] {
    written.sourcedStrings(key).map { Sourced(fullName($0.value), from: $0.origin) }
  }

  /// A name without a type is a service's, as systemctl(1) takes it.
  private static func fullName(_ name: String) -> String {
    let type = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return name.contains(".") && types.contains(type) ? name : "\(name).service"
  }

  /// systemd.unit(5).
  private static let types: Set<String> = [
    "service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "slice", "scope",
  ]
}
