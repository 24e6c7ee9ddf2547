/// A part of an installed system that nothing needs for its work, and that a recipe may leave out.
public enum LeanPart: String, Hashable, Sendable, Codable, CaseIterable {
  /// Manuals, info pages and what packages have in `/usr/share/doc`, but for copyrights and licences.
  case docs
  /// Translations into languages other than English and the system's own.
  case locales
  /// What devices are loaded with; virtual machines have none that need it, unless the host lends them its own.
  case firmware
  /// What programs make again when they need it.
  case caches
}
