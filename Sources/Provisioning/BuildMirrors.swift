import Guest
import Recipes

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere.
  ///
  /// - Parameter security: where a build fetches security updates that have an archive of their own; nil: where the image does.
  public static func all(for appliance: Appliance, security: String?) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror?.value.text,
      used != named
    else {
      return []
    }
    // First, since the archive's own address may begin its security archive's.
    let separate = appliance.system.family.archive?.separateSecurityArchive
    let updates = separate.flatMap { named in security.map { MirrorSubstitution(named: named, used: $0) } }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}
