import Diagnostics
public import Recipes

/// The answer file for an appliance: its typed settings over the partial answer file, raw lines last.
///
/// - Throws: every setting that the installer cannot be told, and every mistake in the partial answer file.
public func render(_ appliance: Appliance) throws(Diagnostics) -> AnswerFile {
  switch appliance.installer {
  case .program(let program):
    switch program.media {
    case .debianInstaller: try PreseedRenderer(appliance, program).render()
    case .anaconda: try KickstartRenderer(appliance, program).render()
    case .subiquity: try AutoinstallRenderer(appliance, program).render()
    }
  case .bootstrap(let bootstrap): try BootstrapRenderer(appliance, bootstrap).render()
  case .image: try ImportRenderer(appliance: appliance).render()
  }
}
