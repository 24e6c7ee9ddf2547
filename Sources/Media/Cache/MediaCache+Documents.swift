private import Digests
private import Files
internal import Foundation

/// Documents that change at their server: what is here is the last version that was found to be good.
extension MediaCache {
  /// The current version of a document: downloaded only when the server has another than the one that is here; offline,
  /// the one that is here.
  /// - Parameter accept: holds it against its signature; only what it does not throw at is kept.
  /// - Returns: what `accept` does.
  func document(
    at url: String, with downloader: Downloader, accept: ([UInt8]) async throws -> [UInt8]
  ) async throws -> [UInt8] {
    let name = documentName(url)
    let place = documentPlace(url)
    let known = known(place)
    if downloader.isOffline, let known { return try await accept(known) }
    let scratch = try await ScratchFolder.make("\(folder)/scratch/\(name)")
    defer { scratch.discard() }
    let request = DownloadRequest(
      url: url, sizeLimit: 64 << 20, validators: known == nil ? nil : validators(of: place))
    let result = try await downloader.download(request, to: "\(scratch.path)/document")
    if case .notModified = result, let known {
      do {
        let text = try await accept(known)
        try? FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: place)
        return text
      } catch let error as MediaError where error.isOfTheBytes {
        // It was good when it was kept: without it, the server sends the whole.
        try damaged.take(place, because: "\(place) is damaged: \(error)")
        scratch.discard()
        return try await document(at: url, with: downloader, accept: accept)
      }
    }
    let text = try await accept(try contents("\(scratch.path)/document"))
    try makeFolder(of: place)
    guard rename("\(scratch.path)/document", place) == 0 else { throw systemError(place) }
    if case .downloaded(let document) = result {
      try FileSystem.write(try JSONEncoder().encode(document.validators), to: place + ".validators")
    }
    return text
  }

  /// When a server was last asked for a document, and the answer was found to be good; nil: never.
  func asked(for url: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: documentPlace(url))
    return attributes?[.modificationDate] as? Date
  }

  private func documentName(_ url: String) -> String {
    "\(sha256(url).prefix(16))-\(url.split(separator: "/").last ?? "")"
  }

  private func documentPlace(_ url: String) -> String { "\(folder)/indexes/\(documentName(url))" }

  /// What is here; what cannot be read is set aside.
  private func known(_ place: String) -> [UInt8]? {
    do {
      return try PlainFile.contents(place).map { [UInt8]($0) }
    } catch {
      try? damaged.take(place, because: "\(error)")
      return nil
    }
  }

  private func contents(_ path: String) throws(MediaError) -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: path) else { throw systemError(path) }
    return [UInt8](bytes)
  }

  private func validators(of place: String) -> Validators? {
    (try? PlainFile.contents(place + ".validators")).flatMap { $0 }
      .flatMap { try? JSONDecoder().decode(Validators.self, from: $0) }
  }
}

extension MediaError {
  /// Whether bytes are not what their maker signed, or wrote.
  fileprivate var isOfTheBytes: Bool {
    switch self {
    case .badSignature, .malformed: true
    default: false
    }
  }
}
