import Guest
import Recipes

/// Copies a file, or a folder with all in it, into an image.
struct FileCopy {
  let session: GuestSession

  func run(_ step: FileStep) async throws {
    let tar = TreeTar(step)
    let destinations = try await session.destinations(of: tar.items)
    let owner = try await session.ids(of: step.owner ?? "root:root")
    try await session.unpack { descriptor in
      try tar.write(to: descriptor, destinations, user: owner.user, group: owner.group)
    }
  }
}
