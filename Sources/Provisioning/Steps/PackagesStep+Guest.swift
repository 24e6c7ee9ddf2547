import Guest
import Provisioners

extension PackagesStep: GuestStep {
  func run(in context: StepContext) async throws {
    try await context.run(
      .install(names.map(\.value), environment: context.job.appliance.proxyEnvironment))
  }
}
