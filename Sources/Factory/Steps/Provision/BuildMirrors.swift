import Guest
import Recipes

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere.
  ///
  /// - Parameter security: where the build fetches security updates; nil: where the image does.
  static func all(for appliance: Appliance, security: String?) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror?.value, used != named
    else {
      return []
    }
    // First, since the archive's own address may begin its security archive's.
    let updates = security.map {
      MirrorSubstitution(named: "http://security.debian.org/debian-security", used: $0)
    }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}
