public import Images
import Recipes

extension PlannedLayer {
  /// The key of its beginning, of its first step, of its first two, and so on: a layer that ended there would have it, so that
  /// two versions of a layer are alike as far as these are. Only the first for an installed disk.
  public var stepKeys: [LayerKey] {
    guard case .provision(let provision) = work else { return [key] }
    return (0...provision.steps.count).map { count in
      var part = provision
      part.steps = Array(provision.steps.prefix(count))
      let named = Set(part.steps.flatMap { $0.action.secrets })
      part.secrets = provision.secrets.filter { named.contains($0.key) }
      return LayerKey(LayerContent(work: .provision(part), refresh: refresh, upgrades: upgrades))
    }
  }
}

/// What is left to do of a layer's steps, where some were carried out before, perhaps of another version of it.
public enum Retry: Hashable, Sendable {
  /// The steps from this one on, counted from 0; the count of all where only later ones are to be undone.
  case from(Int)
  /// All is as it was.
  case nothing
  /// It stands on another layer, or begins in another way.
  case otherBase

  /// - Parameters:
  ///   - wanted: ``PlannedLayer/stepKeys`` of the layer as it is wanted.
  ///   - done: those of the states that are kept: its beginning, and what each step that went well led to.
  public init(_ wanted: [LayerKey], done: [LayerKey]) {
    let alike = zip(wanted, done).prefix { $0 == $1 }.count
    switch alike {
    case 0: self = .otherBase
    case wanted.count where wanted.count == done.count: self = .nothing
    default: self = .from(alike - 1)
    }
  }
}
