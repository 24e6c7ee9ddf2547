import Foundation
import Planning

extension Store {
  /// The packages of a layer, version by name; nil where `packages.json` is not beside its disk.
  func packageVersions(of key: LayerKey) -> [String: String]? {
    guard let data = FileManager.default.contents(atPath: disk("packages.json", of: key)),
      let list = try? JSON.decode(PackageList.self, from: data)
    else { return nil }
    return Dictionary(list.packages.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
  }
}

private struct PackageList: Decodable {
  struct Package: Decodable {
    let name: String
    let version: String
  }

  let packages: [Package]
}
