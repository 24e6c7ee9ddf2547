/// The jobs of a plan: what is missing, each after what it needs.
public struct JobGraph: Sendable {
  public private(set) var jobs: [Job] = []
  /// Layers that are there, of images that are not.
  public private(set) var reused: [JobName] = []
  private var indexes: [JobName: Int] = [:]

  /// - Parameters:
  ///   - reasons: of all layers that are missing.
  ///   - isUpToDate: whether an image is there as planned; nothing is done for it.
  public init(_ plan: Plan, reasons: [LayerKey: Reason], isUpToDate: (PlannedImage) -> Bool) {
    var names = LabelledLayers(plan)
    let wanted = plan.images.filter { !isUpToDate($0) }
    let owners = Self.owners(of: wanted)
    var seen: Set<LayerKey> = []
    for image in wanted {
      for layer in image.layers.compactMap(plan.layer) where seen.insert(layer.key).inserted {
        let owner = owners[layer.key] ?? image
        let name = names.name(of: layer, for: owner)
        guard let reason = reasons[layer.key] else {
          reused.append(name)
          continue
        }
        let parent = layer.parent.flatMap(plan.layer).map { names.name(of: $0, for: owner) }
        add(Job(name: name, image: owner, work: .layer(layer, reason), needs: present([parent])))
      }
      let leaf = plan.layer(image.leaf).map { names.name(of: $0, for: image) }
      add(Job(name: image.jobName, image: image, work: .seal, needs: present([leaf])))
    }
  }

  /// Whose build a layer is told, logged and timed as: that of the image with the fewest layers that has it, which is the layer's
  /// own where that is wanted, too.
  private static func owners(of images: [PlannedImage]) -> [LayerKey: PlannedImage] {
    var owners: [LayerKey: PlannedImage] = [:]
    for image in images {
      for key in image.layers where image.layers.count < owners[key]?.layers.count ?? .max {
        owners[key] = image
      }
    }
    return owners
  }

  /// The job of this name.
  public subscript(name: JobName) -> Job? { indexes[name].map { jobs[$0] } }

  /// What a schedule needs to know.
  ///
  /// - Parameter seconds: how long a job is thought to take.
  public func entries(seconds: (Job) -> Double) -> [Schedule<JobName>.Entry] {
    jobs.map { Schedule.Entry(id: $0.name, needs: $0.needs, demand: $0.demand, seconds: seconds($0)) }
  }

  private mutating func add(_ job: Job) {
    indexes[job.name] = jobs.count
    jobs.append(job)
  }

  private func present(_ names: [JobName?]) -> [JobName] {
    names.compactMap { $0 }.filter { indexes[$0] != nil }
  }
}

extension PlannedImage {
  /// What the sealing of this image is called.
  public var jobName: JobName { JobName(kind: .image, key: key, label: stem) }
}

/// Tells layers of one recipe apart that differ by what an image asks of them, such as its time zone.
private struct LabelledLayers {
  private let counts: [LayerName: Int]
  private var names: [LayerKey: JobName] = [:]

  init(_ plan: Plan) {
    counts = Dictionary(plan.layers.map { ($0.name, 1) }, uniquingKeysWith: +)
  }

  /// - Parameter image: the first to ask names the layer.
  mutating func name(of layer: PlannedLayer, for image: PlannedImage) -> JobName {
    if let known = names[layer.key] { return known }
    let isAlone = counts[layer.name] == 1
    let label = isAlone ? "\(layer.name)" : "\(layer.name) for \(image.appliance.name)"
    let name = JobName(kind: .layer, key: layer.key, label: label)
    names[layer.key] = name
    return name
  }
}
