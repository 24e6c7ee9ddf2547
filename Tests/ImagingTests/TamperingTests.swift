import Digests
import Foundation
import Images
import Imaging
import JSON
import Testing

/// Every way to change an image that was signed is found, and named as what it is.
struct TamperingTests {
  /// Something done to an image by whoever has no key, unless it says so.
  struct Tampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What is found, and of which file: that the name ends so.
    let kind: StatementFault.Kind
    let file: String
    let change: @Sendable (SignedImage) throws -> Void

    init(
      _ name: String, _ kind: StatementFault.Kind, _ file: String,
      _ change: @escaping @Sendable (SignedImage) throws -> Void
    ) {
      (testDescription, self.kind, self.file, self.change) = (name, kind, file, change)
    }
  }

  @Test(arguments: files + descriptors + documents + envelopes + statements)
  func isRefusedWithItsReason(tampering: Tampering) async throws {
    let scratch = try Scratch()
    let image = try SignedImage(in: scratch.path)
    #expect(try await verify(image).faults == [])
    try tampering.change(image)
    let faults = try await verify(image).faults
    let texts = faults.map { "\($0.kind) \($0)" }
    #expect(
      faults.contains { $0.kind == tampering.kind && ($0.file ?? "").hasSuffix(tampering.file) }, "\(texts)")
    #expect(faults.allSatisfy { !"\($0)".contains("\u{1B}") })
  }

  // MARK: - What is done

  private static let files = [
    Tampering("a disk's byte is another", .digest, "web-1.0.0.qcow2") {
      try $0.edit("web-1.0.0.qcow2", "first", "First")
    },
    Tampering("a disk is longer", .size, "web-1.0.0.qcow2") {
      try $0.write(try $0.read("web-1.0.0.qcow2") + [0], "web-1.0.0.qcow2")
    },
    Tampering("a disk is cut off", .size, "web-1.0.0.qcow2") {
      try $0.write(Array(try $0.read("web-1.0.0.qcow2").dropLast(3)), "web-1.0.0.qcow2")
    },
    Tampering("a disk is empty", .size, "web-1.0.0-data.qcow2") { try $0.write([], "web-1.0.0-data.qcow2") },
    Tampering("a disk is gone", .missing, "web-1.0.0-data.qcow2") { try $0.remove("web-1.0.0-data.qcow2") },
    Tampering("a disk is a link to nowhere", .malformed, "web-1.0.0-data.qcow2") {
      try $0.remove("web-1.0.0-data.qcow2")
      try FileManager.default.createSymbolicLink(
        atPath: $0.path("web-1.0.0-data.qcow2"), withDestinationPath: "nowhere")
    },
    Tampering("a disk is a folder", .malformed, "web-1.0.0-data.qcow2") {
      try $0.remove("web-1.0.0-data.qcow2")
      try FileManager.default.createDirectory(
        atPath: $0.path("web-1.0.0-data.qcow2"), withIntermediateDirectories: false)
    },
    Tampering("two disks are exchanged", .size, "web-1.0.0.qcow2") {
      try $0.exchange("web-1.0.0.qcow2", "web-1.0.0-data.qcow2")
    },
    Tampering("the disks of two images are exchanged", .digest, "web-1.0.0.qcow2") {
      let other = try SignedImage(in: try $0.neighbour(), .init(content: "other"))
      try $0.exchange("web-1.0.0.qcow2", "web-1.0.0.qcow2", with: other)
    },
    Tampering("a bundle is added", .extra, "web-1.0.0.ova") { try $0.write([1], "web-1.0.0.ova") },
    Tampering("a disk is added", .extra, "web-1.0.0-evil.qcow2") {
      try $0.write([1], "web-1.0.0-evil.qcow2")
    },
    Tampering("a name that steers terminals is added", .extra, "[31m") {
      try $0.write([1], "web-1.0.0.\u{1B}[31m")
    },
    Tampering("a list of another kind is added", .extra, "spdx.xml") {
      try $0.write([1], "web-1.0.0.spdx.xml")
    },
    Tampering("SHA256SUMS says another digest", .contradiction, "SHA256SUMS") {
      try $0.edit("SHA256SUMS", sha256(try $0.read("web-1.0.0.qcow2")), String(repeating: "0", count: 64))
    },
  ]

  private static let descriptors = [
    Tampering("the descriptor's title is another", .digest, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", "\"title\" : \"web\"", "\"title\" : \"wob\"")
    },
    Tampering("the descriptor says another version", .contradiction, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", "\"version\" : \"1.0.0\"", "\"version\" : \"9.0.0\"")
    },
    Tampering("the descriptor says another digest of a disk", .contradiction, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", sha256(try $0.read("web-1.0.0.qcow2")), String(repeating: "0", count: 64))
    },
    Tampering("the descriptor has another step in its chain", .chain, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", SignedImage.layers[0], String(repeating: "c", count: 64))
    },
    Tampering("the descriptor's recipe is another", .chain, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", "\"recipe\" : \"base\"", "\"recipe\" : \"bass\"")
    },
    Tampering("the descriptor is gone", .missing, "web-1.0.0.json") { try $0.remove("web-1.0.0.json") },
    Tampering("the descriptor is cut off", .malformed, "web-1.0.0.json") {
      try $0.write(Array(try $0.read("web-1.0.0.json").dropLast(20)), "web-1.0.0.json")
    },
    Tampering("the descriptor has a key twice", .malformed, "web-1.0.0.json") {
      try $0.edit("web-1.0.0.json", "\"title\" :", "\"title\" : \"wob\", \"title\" :")
    },
  ]

  private static let documents = [
    Tampering("a package is taken out of an SBOM", .contradiction, "spdx.json") {
      try $0.edit("web-1.0.0.spdx.json", #"{"name":"bash","versionInfo":"5.2"}"#, "")
    },
    Tampering("a version in an SBOM is another", .digest, "spdx.json") {
      try $0.edit("web-1.0.0.spdx.json", "5.2", "5.3")
    },
    Tampering("an SBOM is gone", .missing, "spdx.json") { try $0.remove("web-1.0.0.spdx.json") },
    Tampering("an SBOM is cut off", .malformed, "cdx.json") {
      try $0.write(Array(try $0.read("web-1.0.0.cdx.json").dropLast(4)), "web-1.0.0.cdx.json")
    },
    Tampering("an SBOM has a key twice", .malformed, "cdx.json") {
      try $0.edit("web-1.0.0.cdx.json", "\"bomFormat\":", "\"bomFormat\":\"x\",\"bomFormat\":")
    },
    Tampering("what was found left is called clean", .contradiction, "residue.json") {
      try $0.edit("web-1.0.0.residue.json", "true", "false")
    },
    Tampering("a test's outcome is another", .digest, "tests.json") {
      try $0.edit("web-1.0.0.tests.json", "\"passed\"}", "\"skipped\"}")
    },
    Tampering("the report of the tests is another", .digest, "tests.xml") {
      try $0.write(Array("<testsuites></testsuites>".utf8), "web-1.0.0.tests.xml")
    },
    Tampering("two documents are exchanged", .contradiction, "spdx.json") {
      try $0.exchange("web-1.0.0.spdx.json", "web-1.0.0.cdx.json")
    },
  ]

  private static let envelopes = [
    Tampering("the provenance is gone", .missing, "provenance.dsse.json") {
      try $0.remove($0.envelope(.provenance))
    },
    Tampering("the statement of an SBOM is gone", .missing, "spdx.dsse.json") {
      try $0.remove($0.envelope(.spdx))
    },
    Tampering("the statement of the tests is gone", .missing, "tests.dsse.json") {
      try $0.remove($0.envelope(.tests))
    },
    Tampering("the provenance says another", .signature, "provenance.dsse.json") { image in
      try image.forge(.provenance) { envelope in
        let text = String(decoding: envelope.payload, as: UTF8.self).replacing("nginx", with: "httpd")
        envelope.payload = Array(text.utf8)
      }
    },
    Tampering("the payload's type is another", .signature, "provenance.dsse.json") {
      try $0.forge(.provenance) { $0.payloadType = "application/json" }
    },
    Tampering("type and payload are cut elsewhere", .signature, "provenance.dsse.json") {
      try $0.forge(.provenance) { envelope in
        envelope.payloadType += " "
        envelope.payload.removeFirst()
      }
    },
    Tampering("a signature's bit is another", .signature, "provenance.dsse.json") {
      try $0.forge(.provenance) { $0.signatures[0].bytes[7] ^= 4 }
    },
    Tampering("a signature is cut off", .signature, "provenance.dsse.json") {
      try $0.forge(.provenance) { $0.signatures[0].bytes.removeLast() }
    },
    Tampering("the signatures are gone", .unsigned, "provenance.dsse.json") {
      try $0.forge(.provenance) { $0.signatures = [] }
    },
    Tampering("a stranger has signed it all again", .unsigned, "provenance.dsse.json") {
      try $0.sign(try $0.envelope(read: .provenance), .provenance, by: [SignedImage.stranger])
    },
    Tampering("the signature is said to be a stranger's", .unsigned, "provenance.dsse.json") {
      try $0.forge(.provenance) { $0.signatures[0].keyID = SignedImage.stranger.publicKey.id }
    },
    Tampering("a stranger's signature is said to be the builder's", .signature, "spdx.dsse.json") {
      try $0.forge(.spdx) { envelope in
        envelope.signatures = [
          .init(
            keyID: SignedImage.key.publicKey.id,
            bytes: try SignedImage.stranger.signature(of: envelope.signed))
        ]
      }
    },
    Tampering("the signature is of another statement", .signature, "tests.dsse.json") { image in
      let other = try image.envelope(read: .spdx).signatures
      try image.forge(.tests) { $0.signatures = other }
    },
    Tampering("an envelope is cut off", .malformed, "provenance.dsse.json") {
      try $0.write(Array(try $0.read($0.envelope(.provenance)).dropLast(40)), $0.envelope(.provenance))
    },
    Tampering("an envelope has a key twice", .malformed, "provenance.dsse.json") {
      try $0.edit($0.envelope(.provenance), "\"payloadType\":", "\"payloadType\":\"x\",\"payloadType\":")
    },
    Tampering("an envelope lacks its payload", .malformed, "cdx.dsse.json") {
      try $0.edit($0.envelope(.cdx), "\"payload\":", "\"payliad\":")
    },
    Tampering("a payload is no base64", .malformed, "residue.dsse.json") {
      try $0.edit($0.envelope(.residue), "\"payload\":\"", "\"payload\":\"*")
    },
    Tampering("an envelope is nested without end", .malformed, "cdx.dsse.json") {
      try $0.write([UInt8](repeating: UInt8(ascii: "["), count: 100_000), $0.envelope(.cdx))
    },
    Tampering("an envelope is a link", .malformed, "cdx.dsse.json") {
      try $0.remove($0.envelope(.cdx))
      try FileManager.default.createSymbolicLink(
        atPath: $0.path($0.envelope(.cdx)), withDestinationPath: "/etc/passwd")
    },
  ]

  /// What the builder's own key has signed, in a place where it does not belong, or by mistake.
  private static let statements = [
    Tampering("the statement of an SBOM is put in place of the other's", .type, "spdx.dsse.json") {
      try $0.write(try $0.read($0.envelope(.cdx)), $0.envelope(.spdx))
    },
    Tampering("a list of keys is put in place of a statement", .type, "provenance.dsse.json") {
      let list = KeyList(
        version: 1, issued: .now, keys: [.init(SignedImage.key.publicKey, name: "k", from: .now)])
      try $0.sign(try list.envelope(), .provenance)
    },
    Tampering("a statement of another form", .type, "provenance.dsse.json") {
      let text = #"{"_type":"https://in-toto.io/Statement/v0.1","subject":[]}"#
      try $0.sign(Envelope(payloadType: Statement.payloadType, payload: Array(text.utf8)), .provenance)
    },
    Tampering("a payload with a key twice", .malformed, "provenance.dsse.json") { image in
      let text = String(decoding: try image.envelope(read: .provenance).payload, as: UTF8.self)
      let twice = text.replacing("\"_type\":", with: "\"_type\":\"x\",\"_type\":")
      try image.sign(Envelope(payloadType: Statement.payloadType, payload: Array(twice.utf8)), .provenance)
    },
    Tampering("the provenance of another image", .subject, "provenance.dsse.json") {
      let other = try SignedImage(in: try $0.neighbour(), .init(name: "mail"))
      try $0.write(try other.read(other.envelope(.provenance)), $0.envelope(.provenance))
    },
    Tampering("the SBOM of another image", .subject, "spdx.dsse.json") {
      let other = try SignedImage(in: try $0.neighbour(), .init(name: "mail"))
      try $0.write(try other.read(other.envelope(.spdx)), $0.envelope(.spdx))
      try $0.write(try other.read("mail-1.0.0.spdx.json"), "web-1.0.0.spdx.json")
    },
    Tampering("the tests of an earlier build", .subject, "tests.dsse.json") {
      let other = try SignedImage(
        in: try $0.neighbour(), .init(built: "2026-11-01T00:00:00Z", content: "early"))
      try $0.write(try other.read(other.envelope(.tests)), $0.envelope(.tests))
    },
    Tampering("the provenance of an earlier build", .digest, "web-1.0.0.qcow2") {
      let other = try SignedImage(in: try $0.neighbour(), .init(content: "early"))
      try $0.write(try other.read(other.envelope(.provenance)), $0.envelope(.provenance))
    },
    Tampering("a subject without a digest", .malformed, "provenance.dsse.json") {
      let subjects = try $0.subjects + [ResourceDescriptor(name: "x")]
      try $0.sign(try $0.provenance().statement(of: subjects), .provenance)
    },
    Tampering("a subject in another folder", .malformed, "provenance.dsse.json") {
      let subjects =
        try $0.subjects + [ResourceDescriptor(file: "../x", sha256: String(repeating: "0", count: 64))]
      try $0.sign(try $0.provenance().statement(of: subjects), .provenance)
    },
    Tampering("a chain whose second step stands on nothing", .chain, "provenance.dsse.json") {
      try $0.signAll(.init(parents: [nil, String(repeating: "d", count: 64)]))
    },
    Tampering("a provenance of a build of another kind", .type, "provenance.dsse.json") { image in
      let text = String(decoding: try image.envelope(read: .provenance).payload, as: UTF8.self)
        .replacing(BuildProvenance.buildType, with: "https://example.org/other")
      try image.sign(Envelope(payloadType: Statement.payloadType, payload: Array(text.utf8)), .provenance)
    },
  ]

  private func verify(_ image: SignedImage) async throws -> ImageVerification {
    try await verifyImage(image, keys: [SignedImage.key])
  }
}

extension SignedImage {
  /// A folder for another image, which is gone with this one's.
  func neighbour() throws -> String {
    let folder = "\(self.folder)/neighbour"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// Verifies as the program does: from files.
func verifyImage(
  _ image: SignedImage, keys: [PrivateKey], list: String? = nil, threshold: Int = 1, at time: Date = .now,
  state: String? = nil
) async throws -> ImageVerification {
  let folder = FileManager.default.temporaryDirectory.appending(path: "kiln-keys-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let paths = try keys.enumerated().map { index, key in
    let path = folder.appending(path: "\(index).pub").path
    try key.publicKey.pem.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
  let trust = VerifyRun.Trust(keys: paths, list: list, threshold: threshold)
  return try await VerifyRun(trust, at: time, state: state)
    .run(try ImageFiles(at: image.path("\(image.stem).qcow2")))
}
