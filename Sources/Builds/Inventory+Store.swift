import Planning
import Storage

extension Inventory {
  /// What a store and an output folder have.
  public init(_ store: Store, output: String) {
    let boots = store.bootRecords()
    self.init(
      layers: store.presentLayers(), previousLayers: store.previousLayers,
      image: { ImageFiles(folder: output, image: $0).state },
      isBootTested: { image in
        ImageFiles(folder: output, image: image).described.map { boots.result(of: $0) != nil } ?? false
      })
  }
}
