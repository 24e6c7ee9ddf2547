import Images
import Planning

extension JobOrder {
  /// What keeps it from being done, in words: names in it become names of files, and keys say what is published; nil for nothing.
  public var fault: String? {
    if jobs.isEmpty { return "it has no job" }
    return jobs.lazy.compactMap(fault).first
  }

  private func fault(of job: Job) -> String? {
    let (image, appliance) = (job.image, job.image.appliance)
    guard !image.layers.isEmpty, !appliance.chain.isEmpty else { return "\(job.name) has no layer" }
    guard (image.layers + [image.key, job.name.key]).allSatisfy(\.isComplete) else {
      return "\(job.name) has a key that is none"
    }
    var names = [appliance.name, appliance.version] + appliance.hardware.disks.map(\.name)
    if case .layer(let task) = job.task { names.append(task.layer.name.recipe) }
    if let odd = names.first(where: { !$0.isFileName }) {
      return "'\(odd)' in \(job.name) cannot be the name of a file"
    }
    if case .layer(let task) = job.task, !task.layer.isKeyed {
      return "the key of \(job.name) does not follow from what it is made of"
    }
    return nil
  }
}
