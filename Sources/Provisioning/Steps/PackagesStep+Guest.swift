import Guest
import Provisioners

extension PackagesStep: GuestStep {
  func run(in room: StepContext) async throws {
    try await room.run(
      .install(names.map(\.value), environment: room.job.appliance.proxyEnvironment))
  }
}
