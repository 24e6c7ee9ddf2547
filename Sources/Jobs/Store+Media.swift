import Media
import Recipes
import Storage

extension Store {
  /// Gets an appliance's media: through its proxy, or offline not at all.
  public func mediaFetcher(
    for appliance: Appliance, isOffline: Bool, policy: MirrorPolicy = MirrorPolicy(),
    minimumFree: UInt64 = JobSettings.usualMinimumFree,
    events: @escaping EventSink = { _ in }
  ) -> MediaFetcher {
    let meter = TransferMeter { events(.transfer($0)) }
    let options = Downloader.Options(
      proxy: appliance.install.proxy?.value, minimumFree: Int64(clamping: minimumFree), isOffline: isOffline)
    return MediaFetcher(
      cache: mediaCache, downloader: Downloader(options) { meter.note($0) }, policy: policy)
  }
}
