import Guest
import Recipes

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere.
  ///
  /// - Parameter security: where the build fetches security updates; nil: where the image does.
  static func all(for appliance: Appliance, security: String?) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror, used != named else {
      return []
    }
    // First, since the archive's own address may begin its security archive's.
    let updates = security.map {
      MirrorSubstitution(named: "http://security.debian.org/debian-security", used: $0)
    }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}

extension Appliance {
  /// The archive that the finished image names.
  var namedMirror: String? {
    if let mirror = install.mirror { return mirror.value }
    guard case .archive(let media) = installer.media else { return nil }
    return media.mirrors.first?.value
  }
}
