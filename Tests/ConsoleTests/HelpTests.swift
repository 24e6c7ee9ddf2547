import Testing

@testable import Console

@Suite struct HelpTests {
  @Test func ofTheProgram() {
    #expect(
      sample.help(on: nil, width: 80) == """
        kiln: an image factory

        Usage:
          kiln VERB [options]

        Verbs:
          build    install, provision and seal appliances
          explain  say where each value comes from
          doctor   look at the host
          help     show this help, or that of a verb

        Options:
              --recipes DIR  where recipes are looked up (repeatable)
          -V, --version      print the version
          -h, --help         show this help

        'kiln VERB --help' tells more of a verb.

        """)
  }

  @Test func ofAVerb() {
    #expect(
      sample.help(on: sample.verbs[0], width: 60) == """
        kiln build: install, provision and seal appliances

        Usage:
          kiln build [NAME…] [options]

        Layers that are present are reused; 'kiln plan' says which
        ones are not, and why that is so.

        Arguments:
          NAME  a recipe; with none, --all must be given

        Options:
          -a, --all          take every recipe found
          -o, --output DIR   where images go; default: out
              --recipes DIR  where recipes are looked up
                             (repeatable)
          -h, --help         show this help

        Example:
          kiln build web -o images
            builds web and what it is derived from

        """)
  }

  @Test func choicesAreListed() {
    let help = sample.help(on: sample.verbs[1], width: 80)
    #expect(help.contains("\n  kiln explain NAME [options]\n"))
    #expect(help.contains("\n      --format FORMAT  how data is printed (text, json)\n"))
  }

  @Test func longTermsHaveALineOfTheirOwn() {
    let option = Option.value("a-very-long-name-of-an-option", "VALUE", help: "what it does")
    let verb = Verb("x", summary: "y", options: [option], example: Verb.Example("k x", "z"))
    let help = Program(name: "k", summary: "s", verbs: [verb]).help(on: verb, width: 80)
    #expect(
      help.contains(
        """
        Options:
              --a-very-long-name-of-an-option VALUE
                                      what it does
          -h, --help                  show this help
        """))
  }

  @Test(arguments: [1, 40, 60, 80, 100, 500]) func keepsToTheWidth(_ width: Int) {
    let texts = [sample.help(on: nil, width: width)] + sample.verbs.map { sample.help(on: $0, width: width) }
    for line in texts.flatMap({ $0.split(separator: "\n") }) {
      #expect(displayWidth(line) <= min(max(width, 40), 100))
      #expect(line.last != " ")
    }
  }
}
