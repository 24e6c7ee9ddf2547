internal import Files

/// Media on a CD image: kernel and initrd are read out of it, and the installer finds the rest on it.
///
/// What was read is kept in the cache, under its digest.
/// - Parameters:
///   - kernel: its path in the image.
///   - initrd: its path in the image.
/// - Throws: `MediaError`; `ArchiveError` for an image that cannot be read, or should not be trusted.
public func isoMedia(
  _ iso: CheckedFile, kernel: String, initrd: String, with fetcher: MediaFetcher
) async throws -> InstallerMedia {
  let cache = fetcher.cache
  let image = try await fetcher.fetch(iso)
  let key = ISORecord.key(iso: image.sha256, kernel: kernel, initrd: initrd)
  if let record = ISORecord(key, in: cache) { return record.media(in: cache, iso: image) }
  let scratch = try await ScratchFolder.make("\(cache.folder)/scratch/\(key)")
  defer { scratch.discard() }
  let record = try await BlockingPool(limit: 1).run {
    let image = ISOImage(path: image.path)
    let files = try image.copy([kernel, initrd], into: scratch.path)
    let digests = try files.map { try $0.finish() }
    for (file, digest) in zip(files, digests) { try cache.adopt(file.path, sha256: digest) }
    for (path, digest) in zip([kernel, initrd], digests) { cache.remember(path, of: digest) }
    return ISORecord(kernel: digests[0], initrd: digests[1])
  }
  try record.write(key, in: cache)
  return record.media(in: cache, iso: image)
}

extension MediaCache {
  /// The digests of what was read out of an image; empty when nothing was.
  public func filesRead(fromISO digest: String, kernel: String, initrd: String) -> [String] {
    let key = ISORecord.key(iso: digest, kernel: kernel, initrd: initrd)
    return ISORecord(key, in: self).map { [$0.kernel, $0.initrd] } ?? []
  }
}
