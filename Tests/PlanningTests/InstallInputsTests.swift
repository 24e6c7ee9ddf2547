import AnswerFiles
import Recipes
import Testing

@testable import Planning

struct InstallInputsTests {
  private static let file = Installer.MediaFile(addresses: ["/boot/a"], check: .sha256("00"))
  private static let files = Installer.BootFiles.direct(.init(kernel: file, initrd: file))
  private static let anaconda = Installer.program(.init(media: .anaconda(files), memory: 0))

  /// The inputs of a script that writes a file, whose text differs by nothing but blanks.
  private func inputs(_ installer: Installer, _ text: [String]) -> [Input] {
    var appliance = Fixture.appliance()
    appliance.installer = installer
    let lines = (["cat > /etc/app.yaml << END"] + text + ["END"]).map { text in
      var line = AnswerFile.Line(text, from: .standard)
      line.isScript = true
      return line
    }
    return InstallInputs.of(appliance, answers: AnswerFile(name: "a", lines: lines, bootArguments: []))
  }

  @Test(arguments: [
    (anaconda, true), (.program(.init(media: .subiquity(files), memory: 0)), true),
    (.bootstrap(.init(archive: .init(suite: "trixie", keyring: "/k.gpg"))), true),
    (.program(.init(media: .debianInstaller(.files(files)), memory: 0)), false),
  ])
  func blanksCountWhereTheyMeanSomething(installer: Installer, counts: Bool) {
    let before = inputs(installer, ["a:", "  b: 1", "c: 2"])
    #expect((before != inputs(installer, ["a:", "b: 1", "c: 2"])) == counts)
    #expect((before != inputs(installer, ["a:", "  b: 1", "", "c: 2"])) == counts)
    #expect(before == inputs(installer, ["a:", "  b: 1", "c: 2"]))
  }

  @Test func aLineIsCalledByItsFirstWords() {
    let inputs = inputs(Self.anaconda, ["a b c d", "  b: 1 2"]).filter { $0.name.hasPrefix("answers: ") }
    #expect(
      inputs.map { "\($0.name)=\($0.value)" }.prefix(3) == [
        "answers: cat >=/etc/app.yaml << END", "answers: a b=c d", "answers: b: 1=  b: 1 2",
      ])
  }
}
