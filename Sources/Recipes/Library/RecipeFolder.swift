/// A folder in which recipes are looked for, and beyond which their files must not lie.
struct RecipeFolder: Hashable, Sendable {
  /// Who put the recipes there; a user's shadow shipped ones of the same name.
  enum Rank: Hashable, Sendable {
    case user, shipped
  }

  /// As the user would type it.
  let path: String
  /// Absolute, with links followed.
  let realPath: String
  let rank: Rank

  init(_ path: String, rank: Rank) throws(HostFile.Failure) {
    self.path = path
    self.rank = rank
    realPath = try HostFile.realPath(path)
  }
}
