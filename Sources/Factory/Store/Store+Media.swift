import Media
import Recipes

extension Store {
  /// The files that were downloaded, and what was made of them for installers.
  var mediaCache: MediaCache { MediaCache(folder: media) }

  /// Gets an appliance's media: through its proxy, or offline not at all.
  func mediaFetcher(
    for appliance: Appliance, isOffline: Bool, events: @escaping EventSink = { _ in }
  ) -> MediaFetcher {
    let meter = TransferMeter { events(.transfer($0)) }
    let options = Downloader.Options(proxy: appliance.install.proxy?.value, isOffline: isOffline)
    return MediaFetcher(cache: mediaCache, downloader: Downloader(options) { meter.note($0) })
  }
}
