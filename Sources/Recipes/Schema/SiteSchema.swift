/// The keys of a site file: what belongs to the place where images are built, not to a recipe.
public enum SiteSchema {
  static let site = Record(
    [
      Field(
        "mirrors", .dictionary(keys: .word, of: .text(.url)),
        "For each distribution, the archive used by builds and by the finished images.")
    ] + shared)

  /// Keys that mean the same as below `install` in a recipe.
  private static let shared = ["proxy", "timezone", "locale", "keyboard", "authorized_keys"].compactMap {
    name in
    RecipeSchema.install[name].map { Field($0.name, $0.shape, $0.meaning) }
  }
}
