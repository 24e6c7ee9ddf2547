import Files
import Guest
public import Images
import Jobs
import Machine
public import Recipes
public import Storage

/// Looks through all files of an image, and then through all bytes of its disks, for what nobody should get with it.
///
/// The files are read in one session of libguestfs, in which no program of the image runs, and the disks once by qemu-nbd.
public struct ResidueScan: Sendable {
  let store: Store
  private let reader: ContentsReader
  private let traces: [BuildTrace]

  /// - Parameter traces: what the build knows, and is to be looked for.
  public init(store: Store, host: BuildHost, traces: [BuildTrace] = []) {
    self.store = store
    self.traces = traces
    reader = ContentsReader(store: store, host: host)
  }

  /// - Parameters:
  ///   - allowances: what may be there.
  ///   - checked: the kinds that the report says were looked for.
  ///   - progress: told what is being done.
  /// - Throws: what keeps the image from being read.
  public func report(
    of source: ImageSource, as image: DescribedImage, allowances: [ResidueAllowance] = [],
    checked: [ResidueKind] = Self.kinds(), progress: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> ResidueReport {
    let findings = try await source.using(store, for: "scan") { source, _ in
      progress("reading files")
      let personal = PersonalFile.all.map {
        PersonalFiles(title: $0.title, patterns: $0.patterns, markers: $0.markers)
      }
      let (contents, search) = try await reader.contents(
        of: source, searchedBy: ResidueSearch(SecretCatalogue(traces: traces), personal: personal))
      let files = search.result(contents)
      progress("reading disks")
      return files.findings + (try await Self.findings(onDisksOf: source, besides: files))
    }
    return ResidueReport(image: image, findings: findings, allowances: allowances, checked: checked)
  }

  /// What is found in the bytes of an image's disks, be it in a file or not, without a look into its file systems.
  ///
  /// - Throws: what keeps the disks from being read.
  public func rawReport(of source: ImageSource, as image: DescribedImage) async throws -> ResidueReport {
    let findings = try await source.using(store, for: "scan") { source, _ in
      let files = FileResidue(unread: SecretCatalogue(traces: traces))
      return try await Self.findings(onDisksOf: source, besides: files)
    }
    return ResidueReport(
      image: image, findings: findings, checked: [.privateKey, .passwordHash, .token, .buildAddress])
  }

  private static func findings(
    onDisksOf source: ImageSource, besides files: FileResidue
  ) async throws -> [ResidueFinding] {
    var findings: [ResidueFinding] = []
    for (index, disk) in source.disks.enumerated() {
      guard let path = disk.path else { continue }
      // One that was not made here must be safe to open.
      _ = try await source.examined(disk, at: path)
      let search = DiskSearch(disk.name ?? "\(index + 1)", besides: files)
      var searched = try await DiskBytes(path, format: disk.format).read(into: search) { $0.take($1, at: $2) }
      findings += searched.finish()
    }
    return findings
  }

  /// What can be looked for.
  ///
  /// - Parameter secrets: whether the values of all secrets that the image's scripts were given are known.
  public static func kinds(knowingSecrets secrets: Bool = false) -> [ResidueKind] {
    ResidueKind.allCases.filter { secrets || $0 != .buildSecret }
  }
}
