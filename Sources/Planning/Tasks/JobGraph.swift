import Images
import Recipes

/// The jobs that bring about what is wanted: what is missing, each after what it needs. What `kiln plan` tells and what
/// `kiln build` does.
public struct JobGraph: Sendable {
  public private(set) var jobs: [Job] = []
  /// Layers that are there, of images that are not.
  public private(set) var reused: [JobName] = []
  private var indexes: [JobName: Int] = [:]

  private init() {}

  public init(_ plan: Plan, wanted: Wanted = Wanted(), there inventory: Inventory) {
    let reasons = plan.reasons(present: inventory.layers, previous: inventory.previousLayers)
    let states = Dictionary(
      plan.images.map { ($0.key, inventory.image($0)) }, uniquingKeysWith: { first, _ in first })
    let missing = plan.images.filter { states[$0.key] != .current }
    var names = LabelledLayers(plan)
    let owners = Self.owners(of: missing)
    var seen: Set<LayerKey> = []
    for image in missing {
      for layer in image.layers.compactMap(plan.layer) where seen.insert(layer.key).inserted {
        let owner = owners[layer.key] ?? image
        let name = names.name(of: layer, for: owner)
        guard let reason = reasons[layer.key] else {
          reused.append(name)
          continue
        }
        let parent = layer.parent.flatMap(plan.layer).map { names.name(of: $0, for: owner) }
        add(name, after: [parent], .layer(LayerTask(image: owner, layer: layer, reason: reason)))
      }
      guard let leaf = plan.layer(image.leaf) else { continue }
      let reason = SealReason(
        image, leaf: leaf, isRebuilt: reasons[leaf.key] != nil, found: states[image.key] ?? .absent)
      let mayHaveParts = reasons[leaf.key] == nil && !image.furtherFormats.isEmpty
      let there = mayHaveParts ? inventory.parts(image) : []
      add(image, after: names.name(of: leaf, for: image), reason, there: there)
    }
    if let test = wanted.bootTest { addBootTests(test, of: plan, inventory) }
    if wanted.inspection { addInspections(of: plan, inventory) }
    if wanted.attestation { addAttestations(of: plan, inventory) }
  }

  /// Sealing is all, or makes the disks that each further format is made from, and all of that is published together.
  ///
  /// - Parameter parts: the formats that are there: qcow2, and others of those very disks.
  private mutating func add(
    _ image: PlannedImage, after leaf: JobName, _ reason: SealReason, there parts: Set<ImageFormat>
  ) {
    let formats = image.furtherFormats
    let seal = Job.Task.seal(SealTask(image: image, reason: reason))
    guard !formats.isEmpty else { return add(image.jobName, after: [leaf], seal) }
    let isSealed = parts.contains(.qcow2)
    let disks = image.partName(.qcow2)
    if !isSealed { add(disks, after: [leaf], seal) }
    for format in formats where !isSealed || !parts.contains(format) {
      add(image.partName(format), after: [disks], .convert(ConvertTask(image: image, format: format)))
    }
    add(
      image.jobName, after: [leaf, disks] + formats.map(image.partName),
      .publish(PublishTask(image: image, reason: reason)))
  }

  /// Whose build a layer is told, logged and timed as: that of the image with the fewest layers that has it, which is the layer's
  /// own where that is wanted, too.
  private static func owners(of images: [PlannedImage]) -> [LayerKey: PlannedImage] {
    var owners: [LayerKey: Int] = [:]
    let counts = images.map(\.layers.count)
    for (index, image) in images.enumerated() {
      for key in image.layers where owners[key].map({ counts[index] < counts[$0] }) ?? true {
        owners[key] = index
      }
    }
    return owners.mapValues { images[$0] }
  }

  /// Of images that are sealed, or have never passed what is asked of them now.
  private mutating func addBootTests(_ test: Wanted.BootTest, of plan: Plan, _ inventory: Inventory) {
    for image in plan.images {
      guard self[image.jobName] != nil || !inventory.isBootTested(image) else { continue }
      add(
        image.bootTestName, after: [image.jobName],
        .bootTest(
          BootTestTask(image: image, limit: test.limit.inSeconds, runsAlone: test.isEmulated)))
    }
  }

  /// Of images that are sealed, or have never been looked into.
  private mutating func addInspections(of plan: Plan, _ inventory: Inventory) {
    for image in plan.images where self[image.jobName] != nil || !inventory.isInspected(image) {
      add(image.inspectionName, after: [image.jobName], .inspect(InspectTask(image: image)))
    }
  }

  /// Of images that something new is known of, or that were never attested.
  private mutating func addAttestations(of plan: Plan, _ inventory: Inventory) {
    for image in plan.images {
      let needs = [image.jobName, image.inspectionName, image.bootTestName]
      guard needs.contains(where: { self[$0] != nil }) || !inventory.isAttested(image) else { continue }
      add(image.attestationName, after: needs, .attest(AttestTask(image: image)))
    }
  }

  /// The jobs that make some of the layers, and nothing else.
  public func making(_ layers: Set<LayerKey>) -> JobGraph {
    var part = JobGraph()
    for job in jobs where job.name.kind == .layer && layers.contains(job.name.key) {
      part.add(job.name, after: job.needs, job.task)
    }
    return part
  }

  /// The job of this name.
  public subscript(name: JobName) -> Job? { indexes[name].map { jobs[$0] } }

  /// The layers to make, each with the reason.
  public var layers: [LayerTask] {
    jobs.compactMap { if case .layer(let task) = $0.task { task } else { nil } }
  }

  /// What a schedule needs to know.
  ///
  /// - Parameter seconds: how long a job is thought to take, by itself or going on from another one.
  public func entries(seconds: (Job, _ isContinued: Bool) -> Double) -> [Schedule<JobName>.Entry] {
    jobs.map { job in
      Schedule.Entry(
        id: job.name, needs: job.needs, demand: job.demand, seconds: seconds(job, false),
        continues: continued(job), secondsContinued: seconds(job, true))
    }
  }

  /// The job of the layer that a layer stands on, where both are made in libguestfs' appliance.
  private func continued(_ job: Job) -> JobName? {
    guard case .layer(let task) = job.task, let parent = task.layer.parent else { return nil }
    return job.needs.first { name in
      guard case .layer(let base) = self[name]?.task else { return false }
      return base.layer.key == parent && base.layer.parent != nil
    }
  }

  /// - Parameter needs: those of them that are to be done count.
  private mutating func add(_ name: JobName, after needs: [JobName?], _ task: Job.Task) {
    let needs = needs.compactMap(\.self).filter { indexes[$0] != nil }
    indexes[name] = jobs.count
    jobs.append(Job(name: name, needs: needs, task: task))
  }
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

/// What a run is to bring about for each of its images, beside the image itself.
public struct Wanted: Hashable, Sendable {
  /// nil: images are not booted.
  public var bootTest: BootTest?
  /// Whether images are looked into.
  public var inspection: Bool
  /// Whether signed statements are written of them.
  public var attestation: Bool

  /// How images are booted.
  public struct BootTest: Hashable, Sendable {
    /// From a machine's start to the login, with KVM.
    public var limit: Duration
    /// Whether guests are emulated.
    public var isEmulated: Bool

    public init(limit: Duration, isEmulated: Bool = false) {
      self.limit = limit
      self.isEmulated = isEmulated
    }
  }

  public init(bootTest: BootTest? = nil, inspection: Bool = false, attestation: Bool = false) {
    self.bootTest = bootTest
    self.inspection = inspection
    self.attestation = attestation
  }
}

/// What is there already, as far as a plan asks.
public struct Inventory {
  /// The layers that the store has.
  public var layers: Set<LayerKey>
  /// What an appliance's layers were made of last time; asked only for appliances that miss a layer.
  public var previousLayers: (_ appliance: String) -> [LayerRecord]
  /// What is there of an image.
  public var image: (PlannedImage) -> ImageState
  /// What is there of an image that is not: its sealed disks (qcow2), and further formats of those very disks.
  public var parts: (PlannedImage) -> Set<ImageFormat>
  /// Whether the image that is there has passed what is asked of it now.
  public var isBootTested: (PlannedImage) -> Bool
  /// Whether what was found in the image that is there is attached to it.
  public var isInspected: (PlannedImage) -> Bool
  /// Whether signed statements are.
  public var isAttested: (PlannedImage) -> Bool

  public init(
    layers: Set<LayerKey> = [],
    previousLayers: @escaping (_ appliance: String) -> [LayerRecord] = { _ in [] },
    image: @escaping (PlannedImage) -> ImageState = { _ in .absent },
    parts: @escaping (PlannedImage) -> Set<ImageFormat> = { _ in [] },
    isBootTested: @escaping (PlannedImage) -> Bool = { _ in false },
    isInspected: @escaping (PlannedImage) -> Bool = { _ in false },
    isAttested: @escaping (PlannedImage) -> Bool = { _ in false }
  ) {
    self.layers = layers
    self.previousLayers = previousLayers
    self.image = image
    self.parts = parts
    self.isBootTested = isBootTested
    self.isInspected = isInspected
    self.isAttested = isAttested
  }

  /// What there is of an image's name and version.
  public enum ImageState: Hashable, Sendable {
    case absent
    /// As planned, and whole.
    case current
    /// As planned, but files of it are missing or of another size.
    case incomplete
    /// Made of other inputs.
    case other(Descriptor)
  }
}
