import Guest
import Provisioners

extension FileStep: GuestStep {
  func run(in context: StepContext) async throws {
    let tar = TreeTar(self)
    for loss in tar.losses {
      context.job.log.write(loss)
      context.job.context.events(.notice("\(context.place): \(loss)"))
    }
    let destinations = try await context.session.destinations(of: tar.items)
    let owner = try await context.session.ids(of: owner ?? "root:root")
    try await context.session.unpack { descriptor in
      try tar.write(to: descriptor, destinations, user: owner.user, group: owner.group)
    }
  }
}
