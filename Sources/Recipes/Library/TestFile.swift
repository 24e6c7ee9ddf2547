public import Diagnostics

/// A file that says how an image is tested, beside what its recipe says: the keys `test` and `tests` of a recipe.
public enum TestFile {
  /// - Parameter path: as the user would type it; scripts are named by their paths from its folder, and lie in it.
  /// - Throws: everything that is wrong with it.
  public static func read(_ path: String) throws(Diagnostics) -> ImageTest {
    guard let node = try RecipeReading.document(path) else {
      throw RecipeReading.fault(path, "it says nothing")
    }
    let shape = MappingShape(RecipeSchema.testFields)
    var validator = Validator()
    validator.check(document: node, shape)
    var merger = Merger(.recipe, link: 0)
    let value = merger.merge(node, over: nil, .record(shape))
    var completeness = Completeness()
    completeness.check(members: value, shape)
    if let found = Diagnostics(validator.diagnostics + merger.diagnostics + completeness.diagnostics) {
      throw found
    }
    let root: RecipeFolder
    do {
      root = try RecipeFolder(FilePath.folder(of: path), rank: .user)
    } catch {
      throw RecipeReading.fault(path, "its folder cannot be read: \(error)")
    }
    let file = RecipeFile(
      name: path, parent: nil, file: path, digest: "", isShipped: false, location: node.location, system: nil,
      diagnostics: [], root: root, node: node, parentLocation: nil)
    var reader = ApplianceReader(
      value, settings: SettingsSplit([.nothing], [:], keepsItsOwn: false),
      lineage: Lineage(recipes: [file], base: nil), sources: SourceReader(shipped: nil),
      provisioners: ProvisionerRegistry([]), hostMirrors: [:], siteSnapshots: [:], siteOVASigning: nil,
      epoch: nil,
      isWellFormed: true)
    let test = reader.imageTest()
    if let found = Diagnostics(reader.diagnostics) { throw found }
    return test ?? ImageTest()
  }
}
