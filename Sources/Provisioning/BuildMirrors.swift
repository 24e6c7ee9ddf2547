import Guest
import Recipes

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere.
  ///
  /// - Parameter security: where a build of Debian fetches security updates; nil: where the image does.
  public static func all(for appliance: Appliance, security: String?) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror?.value, used != named
    else {
      return []
    }
    // First, since the archive's own address may begin its security archive's.
    let isDebian = appliance.system.distribution == "debian"
    let updates = security.flatMap {
      isDebian ? MirrorSubstitution(named: "http://security.debian.org/debian-security", used: $0) : nil
    }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}
