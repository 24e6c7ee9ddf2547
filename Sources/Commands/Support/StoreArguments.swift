import Console
import Factory
import Foundation
import Recipes

extension Arguments {
  /// The store that a command line names. By an absolute path: reports and records name files in it.
  ///
  /// What is found damaged in it is said until a build says it in its own way.
  /// - Throws: what is wrong with the site file.
  func store(in context: Context) throws -> Store {
    let root = value(SharedOptions.store) ?? Store.standardRoot(environment: context.environment)
    let site = try value(SharedOptions.site).map { try SiteFile(path: $0) }
    let store = Store(
      root: URL(fileURLWithPath: root).standardizedFileURL.path, sharedGroup: site?.sharedGroup)
    store.reports.tell { context.say("kiln: \($0)") }
    return store
  }
}
