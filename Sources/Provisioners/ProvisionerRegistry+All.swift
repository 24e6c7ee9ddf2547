public import Recipes

extension ProvisionerRegistry {
  /// Every kind there is.
  public static let all = ProvisionerRegistry([
    PackagesStep.self,
    SettingsStep.self,
    FileStep.self,
    ScriptStep.self,
    ServicesStep.self,
  ])
}
