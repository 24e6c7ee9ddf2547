public import Images
public import Storage

extension Store {
  /// What is recorded of the layers that something was made of, root first; nothing of what was made elsewhere.
  public func recordedLayers(of source: ImageSource) -> [DiffSide.Layer] {
    if let chain = source.descriptor?.kiln.chain {
      return chain.map { layer in
        let record = (try? layers.read(layer.key))?.record
        return DiffSide.Layer(recipe: layer.recipe, work: layer.work, key: layer.key, inputs: record?.inputs)
      }
    }
    return source.layers.reversed().compactMap { key in
      guard let record = (try? layers.read(key))?.record else { return nil }
      return DiffSide.Layer(
        recipe: record.name.recipe, work: record.name.isInstall ? .install : .provision, key: key,
        inputs: record.inputs)
    }
  }
}
