import Diagnostics
import YAML

/// What a recipe cannot change of a release that it derives from: all that its root was installed with, and what its layers consist of.
struct ReleasedParentRules {
  private let parent: ReleasedParent
  private let lineage: Lineage
  private let schema: RecipeSchema

  init(_ parent: ReleasedParent, _ lineage: Lineage, _ schema: RecipeSchema) {
    self.parent = parent
    self.lineage = lineage
    self.schema = schema
  }

  /// - Parameters:
  ///   - value: as merged.
  ///   - root: of `install`, what only whoever installs the root can set.
  func faults(of value: Value, _ root: Value) -> [Diagnostic] {
    let before = parent.values
    let kinds = schema.provisioners
    let keepsItsOwn = before["installer"]?.string("kind") == Installer.Kind.image.rawValue
    // Two, so that there is something to part.
    let states = [Value](repeating: before["install"] ?? .nothing, count: max(2, lineage.offset))
    let released = SettingsSplit(states, kinds.installKeys, keepsItsOwn: keepsItsOwn).root
    var changed = root.differences(from: released, "install")
    for key in ["disks", "firmware"] {
      changed += value["hardware"]?[key]?.differences(from: before["hardware"]?[key], "hardware.\(key)") ?? []
    }
    for key in RecipeSchema.distributionOnly {
      changed += value[key]?.differences(from: before[key], key) ?? []
    }
    let release = parent.base.release
    return changed.map { change in
      fault(
        change,
        "'\(change.value)' is settled when the root is installed, and \(release) is built: leave it out, or derive from "
          + "the recipe ('parent: \(parent.base.name)')")
    }
      + removed(from: value).map { key in
        fault(
          Sourced(key, from: .standard),
          "what \(release) has under '\(key)' is in its layers, and cannot be taken out: undo it with a script, or derive "
            + "from the recipe ('parent: \(parent.base.name)')")
      }
  }

  /// The lists that a release's own items were taken out of.
  private func removed(from value: Value) -> [String] {
    let adding = schema.provisioners.installKeys.filter { $0.value == .adds }.keys.sorted()
    let lists =
      adding.map { ["install", $0] }
      + (schema.provisioners.shortForms.map { $0.name } + ["provision"]).map { [$0] }
    return lists.filter { path in
      func items(_ value: Value) -> [Value] {
        path.reduce(Optional(value)) { $0?[$1] }?.items.filter { $0.link < lineage.offset } ?? []
      }
      return items(value).map(\.canonical) != items(parent.values).map(\.canonical)
    }.map { $0.joined(separator: ".") }
  }

  /// At the place that says so; where that is the release's own, at the key of the last recipe that has it.
  private func fault(_ change: Sourced<String>, _ message: String) -> Diagnostic {
    switch change.origin {
    case .recipe, .flag, .site: return Diagnostic(message, from: change.origin)
    case .standard, .release, .answers, .host:
      let path = change.value.split(separator: ".").map(String.init)
      let place = lineage.recipes.reversed().lazy.compactMap { $0.node.place(of: path[...]) }.first
      return Diagnostic(message, at: place ?? lineage.recipes[0].parentLocation)
    }
  }
}

extension Node {
  /// Where a key is written, or the last key on the way to it that is.
  fileprivate func place(of path: ArraySlice<String>) -> Location? {
    guard let key = path.first, case .mapping(let entries) = content,
      let entry = entries.first(where: { $0.key == key })
    else { return nil }
    return entry.value.place(of: path.dropFirst()) ?? entry.keyLocation
  }
}
