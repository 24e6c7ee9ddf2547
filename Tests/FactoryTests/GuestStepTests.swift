import Provisioners
import Recipes
import Testing

@testable import Provisioning

struct GuestStepTests {
  /// A kind that recipes may use, and no guest can do, would end the build.
  @Test(arguments: ProvisionerRegistry.all.kinds.map { $0.name })
  func everyKindCanBeCarriedOut(name: String) {
    let kind = ProvisionerRegistry.all.kinds.first { $0.name == name }
    #expect(kind is any GuestStep.Type)
  }
}
