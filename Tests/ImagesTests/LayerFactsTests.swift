import Foundation
import Images
import Testing

struct LayerFactsTests {
  /// An older state that the installer is from is on record; where there is none, the key is not there.
  @Test(arguments: [("2026-09-12T07:55:41Z", true), (nil, false)] as [(String?, Bool)])
  func theStateThatStoodInIsOnRecord(release: String?, isWritten: Bool) throws {
    let facts = LayerFacts(
      built: "2026-11-27T12:00:00Z", seconds: 1, tools: Tools(kiln: "0", qemu: "0", libguestfs: "0"),
      accelerator: "tcg",
      mirror: "http://mirror.example.org/debian", release: "2026-11-21T09:15:44Z", installerRelease: release)
    let data = try JSONEncoder().encode(facts)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"installer_release\":\"2026-09-12T07:55:41Z\"") == isWritten, "\(text)")
    #expect(text.contains("installer_release") == isWritten)
    #expect(try JSONDecoder().decode(LayerFacts.self, from: data) == facts)
  }
}
