import Digests
import Failures
import Files
import Foundation
import Images
import Recipes

/// Writes an OVA: the descriptor, the digests of all files, their signature where there is a key, then the disks; DMTF DSP0243, "Package
/// format".
struct OVAWriter: FormatWriter {
  let version: OVFDescriptor.Version
  var signer: OVASigner?

  init(_ version: OVFDescriptor.Version, signer: OVASigner? = nil) {
    self.version = version
    self.signer = signer
  }

  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    let disks = try await BundleFiles(image: image, format: .vmdk, scratch: scratch).disks()
    let stem = image.stem
    let text = OVFDescriptor(version, image.descriptor, name: stem, disks: disks.map(\.described)).text
    let digests = try await onThread { [version] in
      try [("\(stem).ovf", version.digest(of: Array(text.utf8)))]
        + disks.map { ($0.described.file, try version.digest(ofFile: $0.path)) }
    }
    let manifest = OVFDescriptor.manifest(version, digests)
    var archive = BundleArchive()
    archive.add("\(stem).ovf", text)
    archive.add("\(stem).mf", manifest)
    if let signer {
      archive.add("\(stem).cert", try signer.certificate(for: manifest, named: "\(stem).mf", version))
    }
    for disk in disks { archive.add(disk.described.file, contentsOf: disk.path) }
    let name = version == .one ? "\(stem).ova" : "\(stem)-ovf2.ova"
    try await archive.write(to: "\(folder)/\(name)")
    return [name]
  }
}

extension OVFDescriptor.Version {
  fileprivate func digest(of bytes: [UInt8]) throws -> String {
    self == .one ? try sha1(bytes) : sha256(bytes)
  }

  fileprivate func digest(ofFile path: String) throws -> String {
    self == .one ? try sha1(file: path) : try sha256(file: path)
  }
}

/// Signs the manifests of OVAs.
public struct OVASigner: Hashable, Sendable {
  /// The path of a PEM file with a private key without a passphrase.
  let key: String
  /// PEM: its certificate, with those that it is issued by.
  let certificate: String

  public init(key: String, certificate: String) {
    self.key = key
    self.certificate = certificate
  }

  public init(_ signing: OVASigning) { self.init(key: signing.key, certificate: signing.certificate.text) }

  /// The text of the certificate's file: the manifest's signature, then the certificate.
  func certificate(for manifest: String, named name: String, _ version: OVFDescriptor.Version) throws
    -> String
  {
    let signature = try signature(
      of: Array(manifest.utf8), digest: version.digest, key: key, certificate: Array(certificate.utf8))
    return "\(version.digest)(\(name))= \(signature)\n" + certificate
  }
}
