import Guest
import Recipes

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere, its security archive among them.
  static func all(for appliance: Appliance) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror, used != named else { return [] }
    let pair = MirrorSubstitution(named: named, used: used)
    // A Debian mirror's security archive lies beside it, under this name.
    guard named.hasSuffix("/debian"), used.hasSuffix("/debian") else { return [pair] }
    return [MirrorSubstitution(named: named + "-security", used: used + "-security"), pair]
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
