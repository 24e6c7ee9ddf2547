import Guest
import Provisioners

extension FileStep: GuestStep {
  func run(in room: StepContext) async throws {
    let tar = TreeTar(self)
    for loss in tar.losses {
      room.job.log.write(loss)
      room.job.context.events(.notice("\(room.place): \(loss)"))
    }
    let destinations = try await room.session.destinations(of: tar.items)
    let owner = try await room.session.ids(of: owner ?? "root:root")
    try await room.session.unpack { descriptor in
      try tar.write(to: descriptor, destinations, user: owner.user, group: owner.group)
    }
  }
}
