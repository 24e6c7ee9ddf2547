import Diagnostics
public import Recipes

/// The answer file for an appliance: its typed settings over the partial answer file, raw lines last.
///
/// - Throws: every setting that the installer cannot be told, and every mistake in the partial answer file.
public func render(_ appliance: Appliance) throws(Diagnostics) -> AnswerFile {
  switch appliance.installer.kind {
  case .debianInstaller: try PreseedRenderer(appliance).render()
  case .anaconda: try KickstartRenderer(appliance).render()
  case .subiquity: try AutoinstallRenderer(appliance).render()
  case .image: try ImportRenderer(appliance: appliance).render()
  case .bootstrap: try BootstrapRenderer(appliance).render()
  }
}
