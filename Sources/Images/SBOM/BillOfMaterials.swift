public import Families
public import Foundation

/// What is inside an image, in a form that can be written in every way: packages, and software that no package brought.
public struct BillOfMaterials: Hashable, Sendable, Codable {
  /// The image itself.
  public struct Subject: Hashable, Sendable, Codable {
    public var name: String
    /// nil for an image that was not made here.
    public var version: String?
    /// SHA-256 that stands for the image, hexadecimal: equal for equal images.
    public var digest: String
    /// When it was made; in whole seconds.
    public var created: Date

    public init(name: String, version: String?, digest: String, created: Date) {
      self.name = name
      self.version = version
      self.digest = digest
      self.created = created
    }
  }

  /// The operating system, as os-release(5) has it.
  public struct System: Hashable, Sendable, Codable {
    /// Such as `debian`.
    public var id: String
    /// Such as `13` or `9.6`; nil for one that has none, as Debian's testing.
    public var version: String?
    /// Such as `trixie`.
    public var codename: String?
    /// For people.
    public var name: String
    /// Common Platform Enumeration, as a formatted string of version 2.3.
    public var cpe: String?

    public init(id: String, version: String?, codename: String? = nil, name: String, cpe: String? = nil) {
      self.id = id
      self.version = version
      self.codename = codename
      self.name = name
      self.cpe = cpe
    }
  }

  /// A package of the distribution.
  public struct Package: Hashable, Sendable, Codable {
    public var name: String
    /// As the distribution writes versions: `[EPOCH:]VERSION[-RELEASE]`.
    public var version: String
    public var architecture: String
    /// What it is built from.
    public var source: String
    public var sourceVersion: String
    /// As an SPDX expression; nil where no program can tell.
    public var license: String?
    public var supplier: String?

    public init(
      name: String, version: String, architecture: String, source: String? = nil,
      sourceVersion: String? = nil,
      license: String? = nil, supplier: String? = nil
    ) {
      self.name = name
      self.version = version
      self.architecture = architecture
      self.source = source ?? name
      self.sourceVersion = sourceVersion ?? version
      self.license = license
      self.supplier = supplier
    }
  }

  /// A file with what is in it.
  public struct File: Hashable, Sendable, Codable {
    public var path: String
    /// SHA-256, hexadecimal.
    public var digest: String
  }

  public var subject: Subject
  /// nil where the image says nothing.
  public var system: System?
  /// `deb` or `rpm`; another name, or `unknown`, for any other package manager.
  public var packageFormat: String
  public var packages: [Package]
  public var components: [ContentsComponent]
  /// Sorted by path; nil where they were not asked for.
  public var files: [File]?
  /// What could not be told, and why.
  public var remarks: [String]

  public init(
    subject: Subject, system: System? = nil, packageFormat: String, packages: [Package],
    components: [ContentsComponent] = [], files: [File]? = nil, remarks: [String] = []
  ) {
    self.subject = subject
    self.system = system
    self.packageFormat = packageFormat
    self.packages = packages
    self.components = components
    self.files = files
    self.remarks = remarks
  }

  /// How versions of its packages are ordered; nil for another package manager's.
  public var format: PackageFormat? { PackageFormat(rawValue: packageFormat) }
}

extension BillOfMaterials {
  /// - Parameter listsFiles: whether every file is listed.
  public init(_ contents: ImageContents, of subject: Subject, listsFiles: Bool = false) {
    self.init(
      subject: subject, system: System(contents), packageFormat: contents.packageFormat,
      packages: contents.packages.map { package in
        Package(
          name: package.name, version: package.version, architecture: package.architecture,
          source: package.source, sourceVersion: package.sourceVersion, license: package.license,
          supplier: package.supplier)
      }, components: contents.components, remarks: contents.inventoryRemarks)
    guard listsFiles else { return }
    files = contents.files.compactMap { path, file in file.digest.map { File(path: path, digest: $0) } }
      .sorted { $0.path < $1.path }
  }
}

extension ImageContents {
  fileprivate var inventoryRemarks: [String] {
    if packages.isEmpty { return ["no packages are known of this image (package manager: \(packageFormat))"] }
    guard !knowsOwners else { return [] }
    return [
      "which files belong to packages is unknown: licences and sources of packages are not told, and what is in"
        + " /opt, /usr/local and /srv may be a package's"
    ]
  }

  /// A digest of all that is in it: paths, kinds, rights and content.
  public var treeDigestInput: String {
    var text = ""
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      text +=
        "\(path)\0\(file.kind.rawValue) \(String(file.mode, radix: 8)) \(file.digest ?? file.target ?? "")\n"
    }
    return text
  }
}

extension BillOfMaterials.System {
  /// nil where an image says nothing of it.
  init?(_ contents: ImageContents) {
    let text = contents.texts["/usr/lib/os-release"] ?? contents.texts["/etc/os-release"] ?? ""
    let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, !line.hasPrefix("#") else { return nil }
      return (String(parts[0]), parts[1].filter { !"\"'\\".contains($0) && !$0.isNewline })
    }
    let fields = Dictionary(pairs, uniquingKeysWith: { _, last in last })
    guard let id = fields["ID"] else { return nil }
    let version = fields["VERSION_ID"]
    self.init(
      id: id, version: version, codename: fields["VERSION_CODENAME"], name: fields["PRETTY_NAME"] ?? id,
      cpe: fields["CPE_NAME"].flatMap(KnownCPE.formatted) ?? KnownCPE.system(id, version: version))
  }
}
