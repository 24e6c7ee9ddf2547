private import Digests
private import Files
public import Foundation
private import JSON

/// Documents that change at their server: what is here is the last version that was found to be good.
extension MediaCache {
  /// The current version of a document: downloaded only when the server has another than the one that is here; offline,
  /// the one that is here.
  /// - Parameter accept: holds it against its signature; only what it does not throw at is kept.
  /// - Parameter limit: bytes; more is an error.
  /// - Returns: what `accept` does.
  func document(
    at url: String, with downloader: Downloader, limit: Int = 64 << 20,
    accept: ([UInt8]) async throws -> [UInt8]
  ) async throws -> [UInt8] {
    let name = documentName(url)
    let place = documentPlace(url)
    if downloader.isOffline, let known = try bytes(of: place, limit) { return try await accept(known) }
    let scratch = try await ScratchFolder.make("\(folder)/scratch/\(name)")
    defer { scratch.discard() }
    // While the folder is held nobody replaces the document, so that it is of one piece with its record.
    let known = try known(place, limit)
    let request = DownloadRequest(url: url, sizeLimit: Int64(limit), validators: known?.validators)
    let result = try await downloader.download(request, to: "\(scratch.path)/document")
    if case .notModified = result, let known {
      // The bytes are those that were kept: what does not hold now has another counterpart at the server by now, as a list
      // and its signature have while a mirror moves. That is no damage.
      let text = try await accept(known.bytes)
      try? FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: place)
      return text
    }
    let text = try await accept(try contents("\(scratch.path)/document"))
    try makeFolder(of: place)
    // A record never stands beside a document that it is not of.
    unlink(recordPlace(place))
    try filing(place) { () throws(FileError) in
      try FileSystem.move("\(scratch.path)/document", to: place)
    }
    if case .downloaded(let document) = result {
      let record = DocumentRecord(sha256: document.sha256, validators: document.validators)
      try FileSystem.write(try compactJSON(record), to: recordPlace(place))
    }
    return text
  }

  /// The current version of a document that nothing signs, and when its server was last asked for it; offline, the last one that came.
  ///
  /// - Parameter limit: bytes; more is an error.
  /// - Throws: `MediaError`, `CancellationError`.
  public func latest(_ url: String, with downloader: Downloader, limit: Int) async throws -> (
    bytes: [UInt8], asked: Date?
  ) {
    let bytes = try await document(at: url, with: downloader, limit: limit) { $0 }
    return (bytes, asked(for: url))
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

  private func recordPlace(_ place: String) -> String { place + ".validators" }

  /// What is here, with what its server said of it; what is damaged is set aside. One without a record, as older versions of
  /// Kiln left it, is asked for as a whole.
  private func known(_ place: String, _ limit: Int) throws(MediaError) -> (
    bytes: [UInt8], validators: Validators?
  )? {
    guard let bytes = try bytes(of: place, limit) else { return nil }
    guard let record = record(of: place) else { return (bytes, nil) }
    let digest = sha256(bytes)
    guard digest == record.sha256 else {
      try? damaged.take(place, because: "\(place) is damaged: its SHA-256 is \(digest)")
      return nil
    }
    return (bytes, record.validators)
  }

  /// What is here; what is damaged is set aside.
  /// - Throws: `MediaError.file` for what this user may not read.
  private func bytes(of place: String, _ limit: Int) throws(MediaError) -> [UInt8]? {
    do {
      return try PlainFile.contents(place, limit: limit).map { [UInt8]($0) }
    } catch {
      guard error.isDamage else { throw .file(path: place, reason: error.reason, code: error.code) }
      try? damaged.take(place, because: "\(error)")
      return nil
    }
  }

  private func contents(_ path: String) throws(MediaError) -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: path) else { throw systemError(path) }
    return [UInt8](bytes)
  }

  private func record(of place: String) -> DocumentRecord? {
    (try? PlainFile.contents(recordPlace(place))).flatMap { $0 }
      .flatMap { try? decodeJSON(DocumentRecord.self, from: $0) }
  }
}

/// A document as it was kept: other bytes than these are damaged.
private struct DocumentRecord: Codable {
  /// In hexadecimal.
  var sha256: String
  var validators: Validators
}
