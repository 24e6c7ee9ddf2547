import Recipes
import Testing

struct FormatReadingTests {
  private func web(_ text: String, parent: String = "", site: String? = nil, set: [String] = []) throws
    -> Appliance
  {
    let tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\n\(parent)",
      "web.yaml": "name: web\nparent: base\n\(text)",
    ])
    return try tree.resolver(site: site, set: set).resolve("web").get()
  }

  @Test(
    arguments: [
      ("", "", [.qcow2]),
      ("", "formats: [vmdk]\n", [.vmdk]),
      ("formats: [vmdk, qcow2]\n", "", [.vmdk, .qcow2]),
      ("formats: [qcow2]\n", "formats: [vmdk, raw.xz]\n", [.qcow2, .vmdk, .rawXZ]),
      ("formats: [qcow2, vmdk]\n", "formats: [vmdk, ova-2.0]\n", [.qcow2, .vmdk, .ova2]),
      ("formats: [qcow2, vmdk]\n", "formats: !replace [vhd]\n", [.vhd]),
      ("formats: [qcow2, vmdk]\n", "formats: [!remove qcow2]\n", [.vmdk]),
    ] as [(String, String, [ImageFormat])])
  func formatsMergeAsListsDo(parent: String, text: String, expected: [ImageFormat]) throws {
    #expect(try web(text, parent: parent).formats == expected)
  }

  @Test(arguments: [
    ("formats: [vdmk]\n", "web.yaml:3:11: an item of 'formats' must be one of"),
    ("formats: []\n", "web.yaml:3:10: 'formats' is empty: name one at least"),
    ("formats: [kernel]\n", "web.yaml:3:10: 'kernel' stands beside a disk: name a format for that, too"),
    (
      "qcow2_compat: \"0.10\"\n",
      "web.yaml:3:15: 'qcow2_compat: \"0.10\"' knows no zstd: set 'compression: zlib', too"
    ),
    ("qcow2_compat: \"1.2\"\n", "web.yaml:3:15: 'qcow2_compat' must be one of"),
  ])
  func whatCannotBeIsRefused(text: String, message: String) throws {
    let tree = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n\(text)"])
    let found = try tree.complaints()
    #expect(found.count == 1 && found[0].hasPrefix(message), "\(found)")
  }

  @Test func anOldQcow2IsCompressedByZlib() throws {
    let appliance = try web("compression: zlib\nqcow2_compat: \"0.10\"\n")
    #expect(appliance.qcow2Compat == .old && appliance.compression == .zlib)
    #expect(try web("").qcow2Compat == .current)
  }

  /// Derived recipes come after the site, as with all that it says.
  @Test(arguments: [("", Appliance.Compression.zlib), ("compression: zstd\n", .zstd)])
  func aSiteSaysHowImagesAreCompressed(text: String, expected: Appliance.Compression) throws {
    let appliance = try web(text, site: "compression: zlib\nntp_servers: [ntp.example.org]\n")
    #expect(appliance.compression == expected)
    #expect(appliance.install.timeServers.map(\.value) == ["ntp.example.org"])
    #expect(try web(text, site: "compression: zlib\n").compression == expected)
  }
}
