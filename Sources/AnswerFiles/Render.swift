public import Recipes

/// The answer file for an appliance: its typed settings over the partial answer file, raw lines last.
///
/// - Throws: every setting that the installer cannot be told, and every mistake in the partial answer file.
public func render(_ appliance: Appliance) throws(AnswerFileProblems) -> AnswerFile {
  switch appliance.installer.kind {
  case .debianInstaller:
    return try PreseedRenderer(appliance).render()
  case .anaconda:
    return try KickstartRenderer(appliance).render()
  case .subiquity, .image, .bootstrap:
    let kind = appliance.installer.kind.rawValue
    let message = "'\(appliance.name)': installer '\(kind)' is not supported yet by this version"
    throw AnswerFileProblems([AnswerFileProblem(message, at: .standard)])
  }
}
