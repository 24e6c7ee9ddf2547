import AnswerFiles
import Diagnostics
import Planning
import Recipes

extension Project {
  /// What is wrong with recipes, or with the answer files that follow from them; with folders, too, where all are checked.
  ///
  /// - Parameter names: nil for all recipes found.
  public func problems(of names: [String]?) -> (checked: [String], problems: [Diagnostic]) {
    let checked = names ?? library.recipes.map(\.name).sorted()
    let found = (names == nil ? library.diagnostics : []) + checked.flatMap(problems)
    return (checked, Diagnostics(found)?.list ?? [])
  }

  private func problems(of name: String) -> [Diagnostic] {
    switch resolver.resolve(name) {
    case .failure(let diagnostics): return diagnostics.list
    case .success(let appliance):
      do {
        _ = try Planner.plan([appliance])
        return []
      } catch {
        return error.problems.map(\.diagnostic)
      }
    }
  }
}
