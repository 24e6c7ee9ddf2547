import Testing

@testable import Media

@Suite struct InstallerStatusTests {
  @Test func componentsAreAddedAsUnpackedAndTheRetrieverIsSettled() throws {
    let text = """
      Package: anna
      Status: install ok unpacked
      Provides: retriever, loader (= 1)

      Package: download-installer
      Status: install ok unpacked
      Version: 1

      """
    var status = try InstallerStatus([UInt8](text.utf8))
    #expect(status.names == ["anna", "retriever", "loader", "download-installer"])
    let stanza = """
      Package: partman-base
      Version: 237
      Depends: a,
       b
      Description: short
       long
      Installer-Menu-Item: 4200
      Filename: pool/x
      Size: 1
      SHA256: \(String(repeating: "0", count: 64))
      """
    try [UInt8](stanza.utf8).withUnsafeBytes {
      status.add(try Package(Stanza(bytes: $0), index: "test"))
    }
    #expect(
      String(decoding: status.bytes, as: UTF8.self) == """
        Package: anna
        Status: install ok unpacked
        Provides: retriever, loader (= 1)

        Package: download-installer
        Status: install ok installed
        Version: 1

        Package: partman-base
        Status: install ok unpacked
        Version: 237
        Depends: a, b
        Description: short
        Installer-Menu-Item: 4200

        """)
  }

  @Test func nonsenseIsAnError() {
    let error = #expect(throws: MediaError.self) { try InstallerStatus([UInt8]("x\n".utf8)) }
    #expect(error?.description == "the initrd's var/lib/dpkg/status: not a field: 'x'")
  }
}
