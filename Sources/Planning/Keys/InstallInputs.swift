import AnswerFiles
import Recipes

/// What determines an installed disk: the answer file, the media, the disks and the machine.
enum InstallInputs {
  static func of(_ appliance: Appliance, answers: AnswerFile) -> [Input] {
    media(of: appliance.installer) + machine(of: appliance) + lines(of: answers)
  }

  private static func media(of installer: Installer) -> [Input] {
    let kind = Input("installer.kind", installer.kind.rawValue)
    switch installer.media {
    case .archive(let media):
      // What the archive serves today is not an input: the layer records it, and freshness asks about it.
      return [
        kind,
        Input("installer.media.package", media.package),
        Input("installer.media.suite", media.suite),
        Input("installer.components", media.components.sorted().joined(separator: " ")),
      ]
    case .direct(let media):
      return [
        kind,
        Input("installer.media.kernel", media.kernel.sha256 ?? media.kernel.address),
        Input("installer.media.initrd", media.initrd.sha256 ?? media.initrd.address),
      ]
    }
  }

  private static func machine(of appliance: Appliance) -> [Input] {
    let disks = appliance.hardware.disks.map {
      Input("hardware.disks.\($0.name)", "\($0.role.rawValue) \($0.size)")
    }
    let arguments = appliance.installer.kernelArguments.map(\.value).joined(separator: " ")
    return disks + [
      Input("os.arch", appliance.system.architecture),
      Input("hardware.firmware", "bios"),
      Input("installer.kernel_arguments", arguments),
    ]
  }

  /// One input a line, called by its first two words, so that a difference can be named.
  private static func lines(of answers: AnswerFile) -> [Input] {
    answers.keyText.split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 2)
      let name = words.prefix(2).joined(separator: " ")
      return Input("answers: \(name)", words.count > 2 ? String(words[2]) : "")
    }.withUniqueNames()
  }
}
