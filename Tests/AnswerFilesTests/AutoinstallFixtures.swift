import Diagnostics
import Foundation
import Recipes
import YAML

@testable import AnswerFiles

/// An appliance much like those that are shipped, for a test to change.
func ubuntu(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
  debian { appliance in
    appliance.name = "ubuntu-24.04"
    appliance.system = OperatingSystem(
      distribution: "ubuntu", release: "24.04", codename: "noble", architecture: "x86_64")
    let file = Installer.MediaFile(addresses: ["http://archive.example.org/ubuntu.iso"], check: .sha256("00"))
    appliance.installer.booted.media = .subiquity(.direct(.init(kernel: file, initrd: file)))
    appliance.installer.booted.mirrors = [at(1, "http://archive.example.org/ubuntu")]
    change(&appliance)
  }
}

func autoinstall(_ text: String) -> Installer.PartialAnswers {
  Installer.PartialAnswers(path: "ubuntu.autoinstall.yaml", text: text)
}

/// All partial answer files of this family as shipped.
func shippedAutoinstalls() throws -> [Installer.PartialAnswers] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "kickstart")
  return try FileManager.default.contentsOfDirectory(atPath: folder.path)
    .filter { $0.hasSuffix(".autoinstall.yaml") }.sorted().map { name in
      Installer.PartialAnswers(
        path: name, text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
}

/// A value in what is rendered for an appliance, by its path below `autoinstall`; numbers count items.
func rendered(_ appliance: Appliance, _ path: String...) throws -> AutoinstallValue? {
  var problems: [Diagnostic] = []
  let text = try render(appliance).text(filling: [:])
  var value = AutoinstallParser.document(autoinstall(text), &problems)?["autoinstall"]
  for key in path { value = Int(key).map { value?.items[$0] } ?? value?[key] }
  return value
}

/// The commands that are run at the end.
func lateCommands(_ appliance: Appliance) throws -> [String] {
  try rendered(appliance, "late-commands")?.items.compactMap(\.text) ?? []
}

/// The lines of the script that finishes the new system, without their numbers.
func setup(_ appliance: Appliance) throws -> [String] {
  let command = try lateCommands(appliance).first { $0.contains("setup.sh <<") } ?? ""
  return command.split(separator: "\n").dropFirst().dropLast().map { withoutNumber(String($0)) }
}
