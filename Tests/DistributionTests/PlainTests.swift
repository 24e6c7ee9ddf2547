import AnswerFiles
import Testing

@Suite struct PlainTests {
  @Test(arguments: Shipped.distributions) func everyDistributionHasAnAnswerFile(_ name: String) throws {
    let answers = try render(try Shipped.appliance(name, Variation.all[0]))
    #expect(!answers.lines.isEmpty)
  }
}
