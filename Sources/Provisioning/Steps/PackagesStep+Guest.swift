import Guest
import Provisioners

extension PackagesStep: GuestStep {
  func run(in context: StepContext) async throws {
    try await context.run(
      .install(names.map(\.value.text), environment: context.job.appliance.proxyEnvironment))
  }
}
