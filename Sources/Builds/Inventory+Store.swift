import Images
import Planning
import Storage

extension Inventory {
  /// What a store has, and what it would take in of an output folder.
  public init(_ store: Store, output: String) {
    let boots = store.bootRecords()
    let images = ImageRepository(store)
    self.init(
      layers: store.presentLayers(), previousLayers: store.previousLayers,
      image: { image in
        let state = images.state(of: image)
        return state != .current && images.adoptable(image, from: output) != nil ? .current : state
      },
      isBootTested: { image in
        images.build(of: image).map { boots.result(of: $0.descriptor) != nil } ?? false
      })
  }
}
