import Guest
import Media
import Recipes

/// What all jobs of one run share.
struct Workshop: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  /// Gets an appliance's media, or refuses to where no connection may be opened.
  func mediaFetcher(for appliance: Appliance) -> MediaFetcher {
    store.mediaFetcher(for: appliance, isOffline: options.isOffline, events: events)
  }

  /// How libguestfs is run on this host.
  func guestSettings(hasNetwork: Bool = false) async throws -> GuestSettings {
    GuestSettings(forcesTCG: try await host.accelerator() == .tcg, hasNetwork: hasNetwork)
  }
}
