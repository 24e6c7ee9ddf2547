/// Which kernels there are.
enum KernelSection: DiffSection {
  static let name = "kernel"
  static let title = "Kernel"

  static func compare(_ pair: DiffPair) -> Comparison {
    let (old, new) = (pair.before.contents.modules, pair.after.contents.modules)
    return Comparison(
      Change.all(from: old.mapValues { _ in true }, to: new.mapValues { _ in true }) { _ in "" }.map {
        change in
        var change = change
        (change.before, change.after) = (nil, nil)
        let modules = (new[change.subject] ?? old[change.subject] ?? []).count
        change.notes = ["\(modules) modules"]
        change.package =
          ["/boot/vmlinuz-\(change.subject)", "/usr/lib/modules/\(change.subject)"].lazy
          .compactMap(pair.changedOwner).first
        return change
      })
  }
}

/// The modules of kernels that both images have.
enum ModuleSection: DiffSection {
  static let name = "modules"
  static let title = "Kernel modules"

  static func compare(_ pair: DiffPair) -> Comparison {
    let (old, new) = (pair.before.contents.modules, pair.after.contents.modules)
    return Comparison(
      new.sorted { $0.key < $1.key }.flatMap { kernel, modules -> [Change] in
        guard let former = old[kernel] else { return [] }
        let changes =
          modules.subtracting(former).map { Change(.added, $0) }
          + former.subtracting(modules).map { Change(.removed, $0) }
        return changes.sorted { $0.subject < $1.subject }.map { change in
          var change = change
          change.notes = ["of kernel \(kernel)"]
          change.package = pair.changedOwner(of: "/usr/lib/modules/\(kernel)/\(change.subject)")
          return change
        }
      })
  }
}

/// What boot loaders tell kernels.
enum KernelArgumentSection: DiffSection {
  static let name = "kernel-arguments"
  static let title = "Kernel command line"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      Change.all(from: arguments(pair.before.contents), to: arguments(pair.after.contents)) { $0 }
        // What is in the menu follows from the kernels that there are.
        .filter { $0.kind == .changed })
  }

  private static func arguments(_ contents: ImageContents) -> [String: String] {
    contents.kernelArguments.mapValues(\.withoutIdentifiers)
  }
}
