/// One component while it is put together from ordinary packages.
struct Rebuild: Sendable {
  private let gap: GapFiller.Gap
  /// Where the files go, by where ordinary packages have them.
  private var wanted: [String: String] = [:]
  /// Why it cannot be rebuilt at all.
  private let refusal: String?
  /// Another kernel's list of modules may name some that this one does not have.
  private let isByAnotherKernel: Bool
  private var files: [InitrdFile] = []
  private var sources: [InstallerMedia.Component] = []
  private var tried: [String] = []
  private var filesBefore = 0

  struct Failure: Error {
    var component: MissingComponent
  }

  /// - Parameter files: the component's files; nil when they are not known.
  init(_ gap: GapFiller.Gap, files: [String]?, isByAnotherKernel: Bool) {
    self.gap = gap
    self.isByAnotherKernel = isByAnotherKernel
    let hasSetUp = gap.choice.package.statusFields.contains { $0.name == "Installer-Menu-Item" }
    if hasSetUp {
      refusal = "cannot be rebuilt: its set-up scripts are in no other package"
    } else if files == nil {
      refusal = "cannot be rebuilt: the archive's Contents-udeb does not list its files"
    } else {
      refusal = nil
      for file in files ?? [] { wanted[Self.unmerged(file)] = file }
    }
  }

  var isIncomplete: Bool { refusal == nil && !wanted.isEmpty }

  /// Takes a file that the component has too.
  mutating func take(_ member: ArchiveMember) throws {
    guard member.entry.kind != .folder, let place = wanted.removeValue(forKey: Self.unmerged(member.path)),
      var file = try member.initrdFile()
    else { return }
    file.path = place
    files.append(file)
  }

  /// Notes that a package has been read to its end.
  mutating func close(_ package: Package) {
    guard refusal == nil else { return }
    tried.append("\(package.name) \(package.version)")
    if files.count > filesBefore {
      sources.append(.init(name: package.name, version: package.version))
    }
    filesBefore = files.count
  }

  var outcome: Result<GapFiller.Filling, Failure> {
    let package = gap.choice.package
    if refusal == nil, wanted.isEmpty || (isByAnotherKernel && !files.isEmpty) {
      let component = InstallerMedia.Component(name: package.name, version: package.version)
      return .success(.init(gap: .init(component: component, sources: sources), files: files))
    }
    return .failure(
      Failure(
        component: MissingComponent(
          name: "\(package.name) \(package.version)", neededBy: gap.choice.neededBy,
          tried: [gap.reason, refusal ?? whatWasTried])))
  }

  private var whatWasTried: String {
    let package = gap.choice.package
    guard !tried.isEmpty else {
      let wanted = package.kernelVersion.map { "linux-image-\($0)" }
      return "the archive has no "
        + (wanted ?? "ordinary package of source \(package.source) \(package.sourceVersion)")
        + " to rebuild it from"
    }
    let absent = wanted.values.sorted()
    let named =
      absent.prefix(3).joined(separator: ", ") + (absent.count > 3 ? " and \(absent.count - 3) more" : "")
    return "rebuilding it from \(tried.joined(separator: ", ")) lacks \(named)"
  }

  /// The path with `/usr` taken from what both it and the root have, as packages differ in which of the two they name.
  private static func unmerged(_ path: String) -> String {
    guard path.hasPrefix("usr/") else { return path }
    let rest = path.dropFirst(4)
    return ["bin/", "sbin/", "lib/", "lib64/"].contains(where: rest.hasPrefix) ? String(rest) : path
  }
}
