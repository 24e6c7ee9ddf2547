/// Media given file by file: kernel and initrd.
/// - Throws: `MediaError`.
public func directMedia(
  kernel: CheckedFile, initrd: CheckedFile, with fetcher: MediaFetcher
) async throws -> InstallerMedia {
  async let kernelFile = fetcher.fetch(kernel)
  async let initrdFile = fetcher.fetch(initrd)
  return try await InstallerMedia(kernel: kernelFile, initrd: initrdFile)
}
