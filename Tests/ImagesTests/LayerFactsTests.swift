import Foundation
import Images
import Testing

struct LayerFactsTests {
  /// An older state that the installer is from is on record; where there is none, the key is not there.
  @Test(arguments: [("2026-09-12T07:55:41Z", true), (nil, false)] as [(String?, Bool)])
  func theStateThatStoodInIsOnRecord(release: String?, isWritten: Bool) throws {
    func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
    let facts = LayerFacts(
      built: try time("2026-11-27T12:00:00Z"), seconds: 1,
      tools: Tools(kiln: "0", qemu: "0", libguestfs: "0"),
      accelerator: "tcg",
      mirror: "http://mirror.example.org/debian", release: try time("2026-11-21T09:15:44Z"),
      installerRelease: try release.map(time))
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let data = try encoder.encode(facts)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"installer_release\":\"2026-09-12T07:55:41Z\"") == isWritten, "\(text)")
    #expect(text.contains("installer_release") == isWritten)
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    #expect(try decoder.decode(LayerFacts.self, from: data) == facts)
  }
}
