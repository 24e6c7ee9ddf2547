import AnswerFiles
import Recipes
import Testing

@testable import Planning

struct InstallInputsTests {
  /// The inputs of a script that writes a file, whose text differs by nothing but blanks.
  private func inputs(_ kind: Installer.Kind, _ text: [String]) -> [Input] {
    var appliance = Fixture.appliance()
    appliance.installer.kind = kind
    let lines = (["cat > /etc/app.yaml << END"] + text + ["END"]).map { text in
      var line = AnswerFile.Line(text, from: .standard)
      line.isScript = true
      return line
    }
    return InstallInputs.of(appliance, answers: AnswerFile(name: "a", lines: lines, bootArguments: []))
  }

  @Test(arguments: [
    (Installer.Kind.anaconda, true), (.subiquity, true), (.bootstrap, true), (.debianInstaller, false),
  ])
  func blanksCountWhereTheyMeanSomething(kind: Installer.Kind, counts: Bool) {
    let before = inputs(kind, ["a:", "  b: 1", "c: 2"])
    #expect((before != inputs(kind, ["a:", "b: 1", "c: 2"])) == counts)
    #expect((before != inputs(kind, ["a:", "  b: 1", "", "c: 2"])) == counts)
    #expect(before == inputs(kind, ["a:", "  b: 1", "c: 2"]))
  }

  @Test func aLineIsCalledByItsFirstWords() {
    let inputs = inputs(.anaconda, ["a b c d", "  b: 1 2"]).filter { $0.name.hasPrefix("answers: ") }
    #expect(
      inputs.map { "\($0.name)=\($0.value)" }.prefix(3) == [
        "answers: cat >=/etc/app.yaml << END", "answers: a b=c d", "answers: b: 1=  b: 1 2",
      ])
  }
}
