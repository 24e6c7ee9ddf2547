import Foundation
import Testing

@testable import Archive

/// Builds a package with Debian's own tool.
private func makePackage(in folder: TemporaryFolder, compression: String) throws -> String {
  try folder.shell(
    """
    mkdir -p p/DEBIAN p/usr/share/sample
    printf 'Package: sample\\nVersion: 1:2.0-3\\nArchitecture: all\\nMaintainer: Nobody <nobody@example.org>\\n' > p/DEBIAN/control
    printf 'Depends: libc6 (>= 2.36), other\\nDescription: A sample\\n Longer text.\\n .\\n More.\\n' >> p/DEBIAN/control
    printf '#!/bin/sh\\n' > p/DEBIAN/postinst; chmod 755 p/DEBIAN/postinst
    seq 50000 > p/usr/share/sample/numbers
    dpkg-deb --root-owner-group -Z\(compression) -b p sample.deb
    """)
  return folder.file("sample.deb")
}

@Test(arguments: ["gzip", "xz", "zstd", "none"])
func packagesAreReadWhateverTheirCompression(compression: String) throws {
  let folder = try TemporaryFolder()
  let package = try DebPackage(path: makePackage(in: folder, compression: compression))
  let control = try #require(package.controlFiles["control"])
  #expect(String(decoding: control, as: UTF8.self).hasPrefix("Package: sample\nVersion: 1:2.0-3\n"))
  #expect(package.controlFiles["postinst"] == Data("#!/bin/sh\n".utf8))
  let numbers = try package.withData { reader in
    while let entry = try reader.next() {
      if entry.path == "./usr/share/sample/numbers" { return try reader.data() }
    }
    return Data()
  }
  #expect(try numbers == Data(contentsOf: URL(filePath: folder.file("p/usr/share/sample/numbers"))))
}

@Test(arguments: [
  ("ar qc a.deb debian-binary", "no control.tar"),
  ("touch x; tar -cf control.tar x; ar qc a.deb debian-binary control.tar", "no control file"),
  ("echo nothing > a.deb", "Unrecognized archive format"),
])
func whatIsNoPackageSaysWhatIsMissing(script: String, message: String) throws {
  let folder = try TemporaryFolder()
  try folder.shell("echo 2.0 > debian-binary; \(script)")
  let error = #expect(throws: ArchiveError.self) { try DebPackage(path: folder.file("a.deb")) }
  #expect(error?.description.contains(message) == true, "\(error as Any)")
}
