import Foundation
import Testing
@testable import Images

/// What is found of software that no package brought.
@Suite struct ComponentReaderTests {
  private func found(_ path: String, _ content: Data, mode: UInt16 = 0o644) -> [ContentsComponent] {
    let file = ContentsFile(kind: .file, mode: mode, size: UInt64(content.count), digest: "d")
    guard ComponentReader.wants(path, file) else { return [] }
    return ComponentReader.components(content, at: path, file)
  }

  private func texts(_ path: String, _ text: String) -> [String] {
    found(path, Data(text.utf8)).map {
      "\($0.kind.rawValue) \($0.name) \($0.version ?? "-") \($0.license ?? "-")"
    }
  }

  @Test(
    arguments: [
      (
        "/usr/local/lib/python3.13/dist-packages/requests-2.34.2.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: requests\nVersion: 2.34.2\nLicense: Apache-2.0\n\nName: not this\n",
        ["python requests 2.34.2 Apache-2.0"]
      ),
      (
        "/opt/venv/lib/python3/site-packages/x.egg-info/PKG-INFO",
        "Name: x\nVersion: 1\nLicense: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n",
        ["python x 1 MIT"]
      ),
      ("/opt/a.dist-info/METADATA", "Version: 1\n", []),
      (
        "/var/lib/gems/3.3.0/specifications/rake-13.2.1.gemspec",
        "# -*- encoding: utf-8 -*-\n# stub: rake 13.2.1 ruby lib\n\nGem::Specification.new do |s|\n"
          + "  s.name = \"rake\".freeze\n  s.licenses = [\"MIT\".freeze, \"Ruby\".freeze]\nend\n",
        ["ruby rake 13.2.1 MIT OR Ruby"]
      ),
      (
        "/usr/local/lib/node_modules/@scope/tool/package.json",
        #"{"name": "@scope/tool", "version": "1.2.3", "license": {"type": "ISC"}}"#,
        ["npm @scope/tool 1.2.3 ISC"]
      ),
      // A part of a package, and what is no package.
      ("/srv/app/node_modules/x/test/package.json", #"{"name": "fixture", "version": "1"}"#, []),
      ("/srv/app/package.json", #"{"name": "app"}"#, []), ("/srv/app/package.json", "{", []),
      // Elsewhere packages bring what is there.
      ("/usr/lib/python3/dist-packages/x.dist-info/METADATA", "Name: x\nVersion: 1\n", []),
      // Nothing of it may steer a terminal.
      ("/opt/b.dist-info/METADATA", "Name: x\u{1B}[31m\nVersion: 1\u{7}\n", ["python x[31m 1 -"]),
    ] as [(String, String, [String])]) func metadataOfLanguages(
      _ path: String, _ text: String, _ expected: [String]
    )
  {
    #expect(texts(path, text) == expected)
  }

  /// A shared library with a note of the linker's and a name, as few bytes as can be.
  static func elf(buildID: [UInt8], soname: String) -> [UInt8] {
    func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> (8 * $0) & 0xFF) } }
    let (note, dynamic, strings) = (64 + 3 * 56, 64 + 3 * 56 + 64, 64 + 3 * 56 + 64 + 64)
    func segment(_ type: Int, _ offset: Int, _ size: Int) -> [UInt8] {
      number(type, 4) + number(0, 4) + number(offset, 8) + number(offset, 8) + number(0, 8) + number(size, 8)
        + number(size, 8) + number(8, 8)
    }
    var bytes: [UInt8] = ELFFile.magic + [2, 1, 1] + [UInt8](repeating: 0, count: 9)
    bytes +=
      number(3, 2) + number(62, 2) + number(1, 4) + number(0, 8) + number(64, 8) + number(0, 8) + number(0, 4)
    bytes += number(64, 2) + number(56, 2) + number(3, 2) + number(64, 2) + number(0, 2) + number(0, 2)
    bytes += segment(1, 0, 4096) + segment(4, note, 16 + buildID.count) + segment(2, dynamic, 64)
    bytes += number(4, 4) + number(buildID.count, 4) + number(3, 4) + Array("GNU\0".utf8) + buildID
    bytes += [UInt8](repeating: 0, count: dynamic - bytes.count)
    bytes += number(14, 8) + number(1, 8) + number(5, 8) + number(strings, 8) + number(0, 16) + number(0, 16)
    return bytes + [0] + Array(soname.utf8) + [0]
  }

  @Test func librariesTellTheirNames() {
    let bytes = Self.elf(buildID: [0xDE, 0xAD, 0xBE, 0xEF], soname: "libfoo.so.1")
    let found = found("/usr/local/lib/libfoo.so.1.2", Data(bytes))
    #expect(found.map(\.name) == ["libfoo.so.1"])
    #expect(found.first?.properties == ["build-id": "deadbeef", "soname": "libfoo.so.1"])
    #expect(found.first?.digest == "d")
    // What is cut off, or says that it is larger than it is, is read as far as it goes.
    for length in 0..<bytes.count { _ = ELFFile(Array(bytes[..<length]))?.component("/opt/x") }
    for index in bytes.indices {
      var broken = bytes
      broken[index] = 0xFF
      _ = ELFFile(broken)?.component("/opt/x")
    }
  }

  @Test func goProgramsTellTheirModules() {
    let text =
      "path\texample.org/tool\nmod\texample.org/tool\tv1.0.0\th1:a=\ndep\tgolang.org/x/net\tv0.1.0\th1:b=\n"
      + "dep\texample.org/old\tv1.0.0\n=>\texample.org/new\tv2.0.0\th1:c=\nbuild\t-ldflags=x\n"
    let marked = [UInt8](repeating: 7, count: 16) + Array(text.utf8) + [UInt8](repeating: 9, count: 16)
    var section = Array("\u{FF} Go buildinf:".unicodeScalars.map { UInt8($0.value) }) + [8, 2]
    section += [UInt8](repeating: 0, count: 16) + [8] + Array("go1.24.1".utf8)
    section += [UInt8(marked.count & 0x7F) | 0x80, UInt8(marked.count >> 7)] + marked
    let found = GoBuildInfo.components(section).map { "\($0.name) \($0.version ?? "-")" }
    #expect(
      found == [
        "stdlib 1.24.1", "example.org/tool v1.0.0", "golang.org/x/net v0.1.0", "example.org/new v2.0.0",
      ])
    for length in 0..<section.count { _ = GoBuildInfo.components(Array(section[..<length])) }
  }

  @Test func javaArchivesTellWhatIsInThem() {
    let pom = "#x\nversion=2.17.1\ngroupId=org.apache.logging\nartifactId=log4j-core\n"
    let inner = ZipFile(["META-INF/maven/a/b/pom.properties": pom]).data
    let war = ZipFile([
      "META-INF/MANIFEST.MF":
        "Manifest-Version: 1.0\r\nImplementation-Version: 4.2\r\nBundle-SymbolicName: shop.w\r\n ar;x=1\r\n\r\n"
    ]).adding("WEB-INF/lib/log4j-core-2.17.1.jar", inner).data
    let found = found("/srv/tomcat/shop.war", war).map { "\($0.name) \($0.version ?? "-") \($0.path)" }
    #expect(
      found == [
        "shop.war 4.2 /srv/tomcat/shop.war", "org.apache.logging:log4j-core 2.17.1 /srv/tomcat/shop.war",
      ])
    let plain = self.found("/opt/lib/guava-33.0-jre.jar", ZipFile(["a": "b"]).data)
    #expect(plain.map { "\($0.name) \($0.version ?? "-")" } == ["guava 33.0-jre"])
    #expect(self.found("/opt/lib/broken-1.jar", Data([0x50, 0x4B, 3, 4, 0])).map(\.name) == ["broken"])
  }
}
