import Foundation
import JSON
import Testing
@testable import Images

@Suite struct BillOfMaterialsTests {
  static let debian = BillOfMaterials(
    subject: BillOfMaterials.Subject(
      name: "web", version: "1.2.0", digest: String(repeating: "ab", count: 32),
      created: Date(timeIntervalSince1970: 1_795_903_200)),
    system: BillOfMaterials.System(
      id: "debian", version: "13", codename: "trixie", name: "Debian GNU/Linux 13 (trixie)",
      cpe: KnownCPE.system("debian", version: "13")),
    packageFormat: "deb",
    packages: [
      BillOfMaterials.Package(
        name: "bash", version: "5.2.37-2+b3", architecture: "amd64", sourceVersion: "5.2.37-2",
        license: "GPL-3.0-or-later AND LicenseRef-permissive", supplier: "Matthias Klose <doko@debian.org>"),
      BillOfMaterials.Package(
        name: "g++", version: "4:14.2.0-1", architecture: "amd64", source: "gcc-defaults",
        sourceVersion: "1.220"),
      BillOfMaterials.Package(
        name: "libc6", version: "2.41-12", architecture: "amd64", source: "glibc", license: "MIT"),
      BillOfMaterials.Package(
        name: "libc6", version: "2.41-12", architecture: "i386", source: "glibc", license: "LicenseRef-x"),
    ],
    components: [
      ContentsComponent(
        .python, "Zope.Interface", version: "5.0", license: "ZPL-2.1", path: "/opt/x.dist-info/METADATA",
        digest: String(repeating: "cd", count: 32)),
      ContentsComponent(.elf, "tool", path: "/usr/local/bin/tool", properties: ["build-id": "beef"]),
    ], remarks: ["something is unknown"])

  static var rocky: BillOfMaterials {
    var bill = debian
    bill.system = BillOfMaterials.System(
      id: "rocky", version: "9.6", name: "Rocky Linux 9.6",
      cpe: KnownCPE.formatted("cpe:/o:rocky:rocky:9::baseos"))
    bill.packageFormat = "rpm"
    bill.packages = [
      BillOfMaterials.Package(
        name: "openssl-libs", version: "1:3.0.7-27.el9", architecture: "x86_64", source: "openssl",
        sourceVersion: "1:3.0.7-27.el9", license: "Apache-2.0", supplier: "Rocky")
    ]
    return bill
  }

  @Test func packagesHaveAddresses() {
    #expect(
      Self.debian.packages.map { PackageURL.text($0, of: Self.debian) } == [
        "pkg:deb/debian/bash@5.2.37-2%2Bb3?arch=amd64&distro=debian-13&upstream=bash%405.2.37-2",
        "pkg:deb/debian/g%2B%2B@4:14.2.0-1?arch=amd64&distro=debian-13&upstream=gcc-defaults%401.220",
        "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13&upstream=glibc",
        "pkg:deb/debian/libc6@2.41-12?arch=i386&distro=debian-13&upstream=glibc",
      ])
    #expect(
      PackageURL.text(Self.rocky.packages[0], of: Self.rocky)
        == "pkg:rpm/rocky/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rocky-9.6&epoch=1&upstream=openssl")
  }

  @Test(arguments: [
    (ContentsComponent(.python, "Zope.Interface", version: "5.0"), "pkg:pypi/zope-interface@5.0"),
    (ContentsComponent(.npm, "@scope/tool", version: "1.0.0"), "pkg:npm/%40scope/tool@1.0.0"),
    (ContentsComponent(.go, "golang.org/x/net", version: "v0.1.0"), "pkg:golang/golang.org/x/net@v0.1.0"),
    (ContentsComponent(.java, "org.a:b", version: "2"), "pkg:maven/org.a/b@2"),
    (ContentsComponent(.ruby, "rake"), "pkg:gem/rake"), (ContentsComponent(.elf, "x"), nil),
  ]) func componentsHaveAddresses(_ component: ContentsComponent, _ expected: String?) {
    #expect(PackageURL.text(component) == expected)
  }

  @Test func knownProductsHaveNames() {
    let names = Self.debian.packages.map { KnownCPE.package($0) }
    #expect(names[0] == "cpe:2.3:a:gnu:bash:5.2.37:*:*:*:*:*:*:*" && names[1] == nil)
    #expect(names[2] == "cpe:2.3:a:gnu:glibc:2.41:*:*:*:*:*:*:*")
    #expect(KnownCPE.package(Self.rocky.packages[0]) == "cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*")
    #expect(Self.rocky.system?.cpe == "cpe:2.3:o:rocky:rocky:9:*:baseos:*:*:*:*:*")
    #expect(Self.debian.system?.cpe == "cpe:2.3:o:debian:debian_linux:13:*:*:*:*:*:*:*")
    #expect(KnownCPE.formatted("nonsense") == nil)
  }

  @Test func cycloneDXTellsAllOfIt() throws {
    let bytes = try Self.debian.cycloneDX(tool: "1.0")
    #expect(try Self.debian.cycloneDX(tool: "1.0") == bytes)
    let document = try parseJSON(bytes)
    #expect(document["specVersion"]?.string == "1.6" && document["bomFormat"]?.string == "CycloneDX")
    #expect(
      document["serialNumber"]?.string?.wholeMatch(
        of: #/urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/#) != nil)
    #expect(document["metadata"]?["timestamp"]?.string == "2026-11-28T22:00:00Z")
    let components = try #require(document["components"]?.array)
    #expect(
      components.compactMap { $0["name"]?.string } == [
        "debian", "bash", "g++", "libc6", "libc6", "Zope.Interface", "tool",
      ])
    let references = components.compactMap { $0["bom-ref"]?.string }
    #expect(Set(references).count == components.count)
    #expect(document["dependencies"]?.array?.first?["dependsOn"]?.array?.compactMap(\.string) == references)
    #expect(
      components.map { $0["licenses"]?.canonical ?? "" } == [
        "", #"[{"expression":"GPL-3.0-or-later AND LicenseRef-permissive"}]"#, "",
        #"[{"license":{"id":"MIT"}}]"#,
        #"[{"license":{"name":"x"}}]"#, #"[{"license":{"id":"ZPL-2.1"}}]"#, "",
      ])
    #expect(
      components[5]["hashes"]?.canonical == #"[{"alg":"SHA-256","content":""#
        + String(repeating: "cd", count: 32) + #""}]"#)
  }

  @Test(arguments: [debian, rocky]) func cycloneDXIsReadBack(_ bill: BillOfMaterials) throws {
    #expect(try BillOfMaterials(cycloneDX: try bill.cycloneDX(tool: "1.0"), name: "x") == bill)
    var other = bill
    other.files = [BillOfMaterials.File(path: "/etc/passwd", digest: "ab")]
    #expect(try BillOfMaterials(cycloneDX: try other.cycloneDX(tool: "1.0"), name: "x") == other)
    #expect(try other.cycloneDX(tool: "1.0") != bill.cycloneDX(tool: "1.0"))
  }

  @Test(arguments: ["{}", #"{"bomFormat":"CycloneDX"}"#]) func documentsOfOthersAreRefused(_ text: String) {
    #expect(throws: VulnerabilityDataError.self) {
      try BillOfMaterials(cycloneDX: Array(text.utf8), name: "x.cdx.json")
    }
  }

  @Test func spdxTellsAllOfIt() throws {
    let bytes = try Self.debian.spdx(tool: "1.0")
    #expect(try Self.debian.spdx(tool: "1.0") == bytes)
    let document = try parseJSON(bytes)
    #expect(document["spdxVersion"]?.string == "SPDX-2.3" && document["name"]?.string == "web-1.2.0")
    #expect(
      document["creationInfo"]?.canonical
        == #"{"created":"2026-11-28T22:00:00Z","creators":["Tool: kiln-1.0"]}"#)
    let packages = try #require(document["packages"]?.array)
    #expect(
      packages.compactMap { $0["name"]?.string } == [
        "web", "bash", "g++", "libc6", "libc6", "Zope.Interface", "tool",
      ])
    let identifiers = packages.compactMap { $0["SPDXID"]?.string }
    #expect(Set(identifiers).count == packages.count)
    #expect(identifiers.allSatisfy { $0.wholeMatch(of: #/SPDXRef-[A-Za-z0-9.-]+/#) != nil })
    #expect(packages[1]["supplier"]?.string == "Organization: Matthias Klose (doko@debian.org)")
    #expect(packages[1]["sourceInfo"]?.string == "built package from: bash 5.2.37-2")
    #expect(packages[1]["licenseDeclared"]?.string == "GPL-3.0-or-later AND LicenseRef-permissive")
    #expect(packages[2]["licenseDeclared"]?.string == "NOASSERTION")
    #expect(document["relationships"]?.array?.count == packages.count)
    #expect(
      document["hasExtractedLicensingInfos"]?.array?.compactMap { $0["licenseId"]?.string }
        == ["LicenseRef-permissive", "LicenseRef-x"])
  }

  @Test func systemsAreReadFromTheirFile() {
    let text =
      "PRETTY_NAME=\"Rocky Linux 9.6 (Blue Onyx)\"\nID=\"rocky\"\n# ID=x\nVERSION_ID='9.6'\nCPE_NAME=\"cpe:/o:rocky:rocky:9::baseos\"\n"
    let system = BillOfMaterials.System(ImageContents(files: [:], texts: ["/etc/os-release": text]))
    #expect(
      system
        == BillOfMaterials.System(
          id: "rocky", version: "9.6", name: "Rocky Linux 9.6 (Blue Onyx)",
          cpe: "cpe:2.3:o:rocky:rocky:9:*:baseos:*:*:*:*:*"))
    #expect(BillOfMaterials.System(ImageContents(files: [:])) == nil)
  }

  @Test func dpkgTellsSourcesAndLicences() {
    var builder = ContentsBuilder()
    func add(_ path: String, _ text: String) {
      let file = ContentsFile(kind: .file, mode: 0o644, size: UInt64(text.utf8.count), digest: "d")
      builder.add(file, at: path, content: builder.wantsContent(of: path, file) ? Data(text.utf8) : nil)
    }
    add(
      "/var/lib/dpkg/status",
      """
      Package: libfoo1
      Status: install ok installed
      Maintainer: Foo Team <foo@example.org>
      Architecture: amd64
      Source: foo (2.0-1)
      Version: 1:2.0-1+b1

      Package: bar
      Status: install ok installed
      Architecture: all
      Version: 3

      """)
    add("/var/lib/dpkg/info/libfoo1:amd64.list", "/opt/foo\n/opt/foo/x.dist-info/METADATA\n")
    add("/var/lib/dpkg/info/bar.list", "/.\n")
    add(
      "/usr/share/doc/foo-common/copyright",
      "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Expat\n"
    )
    builder.add(ContentsFile(kind: .link, mode: 0o777, target: "foo-common"), at: "/usr/share/doc/libfoo1")
    add("/opt/foo/x.dist-info/METADATA", "Name: x\nVersion: 1\n")
    add("/opt/own/y.dist-info/METADATA", "Name: y\nVersion: 2\n")
    let contents = builder.contents(installed: [], format: "deb")
    let packages = contents.packages
    #expect(packages.map(\.name) == ["bar", "libfoo1"])
    #expect(packages.map(\.source) == [nil, "foo"] && packages.map(\.sourceVersion) == [nil, "2.0-1"])
    #expect(packages.map(\.license) == [nil, "MIT"] && packages[1].supplier == "Foo Team <foo@example.org>")
    // What a package brings is no component.
    #expect(contents.components.map(\.name) == ["y"])
  }
}
