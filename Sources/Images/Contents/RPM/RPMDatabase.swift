/// The database of rpm(8), read from its file, with a header for each package: a table of SQLite, or, before RPM 4.16, a hash of Berkeley
/// DB. The third kind, which SUSE's systems have, is not read.
struct RPMDatabase {
  /// Where it is; `/var/lib/rpm` may be a link to the other one.
  private static let folders = ["/var/lib/rpm/", "/usr/lib/sysimage/rpm/"]
  private static let table = "rpmdb.sqlite"
  private static let hash = "Packages"
  /// Bytes; of systems with thousands of packages it has a tenth of that.
  static let longest: UInt64 = 1 << 30

  /// Whether a file is it, or what SQLite has not put into it yet.
  static func reads(_ path: String) -> Bool {
    folders.contains { path == $0 + table || path == "\($0)\(table)-wal" || path == $0 + hash }
  }

  /// What is installed, sorted; nil where there is no such database, or it cannot be read.
  ///
  /// - Parameters:
  ///   - bytes: the content of the files that it reads, by path.
  ///   - contents: of the image, without its packages.
  static func packages(_ bytes: [String: [UInt8]], in contents: ImageContents) -> [ContentsPackage]? {
    guard let headers = folders.lazy.compactMap({ headers(bytes, in: $0) }).first else { return nil }
    return headers.compactMap { RPMHeader($0).flatMap { package($0, contents) } }
      // Keys that packages are signed with are kept as packages.
      .filter { $0.name != "gpg-pubkey" }
      .sorted { ($0.name, $0.architecture, $0.version) < ($1.name, $1.architecture, $1.version) }
  }

  private static func headers(_ bytes: [String: [UInt8]], in folder: String) -> [ArraySlice<UInt8>]? {
    if let file = bytes[folder + table] {
      return SQLiteTable("Packages", in: file, log: bytes["\(folder)\(table)-wal"])?.blobs
    }
    return bytes[folder + hash].flatMap(BerkeleyHash.init)?.values
  }

  private static func package(_ header: RPMHeader, _ contents: ImageContents) -> ContentsPackage? {
    guard let name = header.text(.name), let version = header.text(.version) else { return nil }
    let epoch = header.numbers(.epoch).first.map { $0 == 0 ? "" : "\($0):" } ?? ""
    let release = header.text(.release).map { "-\($0)" } ?? ""
    var package = ContentsPackage(
      name: name, version: epoch + version + release, architecture: header.text(.architecture) ?? "",
      installedSize: header.numbers(.size).first.map(UInt64.init))
    let paths = paths(header).map(contents.realPath)
    package.files = paths
    // RPMFILE_CONFIG of rpm's rpmfiles.h.
    package.settings = zip(paths, header.numbers(.fileFlags)).filter { $0.1 & 1 != 0 }.map(\.0)
    package.license = header.text(.license).map { LicenseExpression.parse($0).text }
    package.supplier = header.text(.vendor) ?? header.text(.packager)
    if let file = header.text(.sourceName) {
      (package.source, package.sourceVersion) = source(file, epoch: epoch)
    }
    return package
  }

  /// A name in a folder for each file.
  private static func paths(_ header: RPMHeader) -> [String] {
    let folders = header.texts(.folders)
    return zip(header.texts(.names), header.numbers(.folderIndexes)).compactMap { name, index in
      Int(index) < folders.count ? folders[Int(index)] + name : nil
    }
  }

  /// `NAME-VERSION-RELEASE.src.rpm`; the epoch is the same for all that is built of a source, but by rare intent.
  static func source(_ file: String, epoch: String) -> (name: String?, version: String?) {
    let parts = file.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return (nil, nil) }
    let release = parts[parts.count - 1].split(separator: ".").dropLast(2).joined(separator: ".")
    return (
      parts.dropLast(2).joined(separator: "-"), "\(epoch)\(parts[parts.count - 2])-\(release)"
    )
  }
}
