/// One word of a command or section header.
struct KickstartWord: Hashable {
  /// Without quotes.
  var text: String
  /// Counted from 1.
  var column: Int
}

extension KickstartWord {
  /// Where a line cannot be cut into words, and why.
  struct Fault: Error, Hashable {
    var message: String
    var column: Int
  }

  /// The words of a line, cut as Anaconda does, by Python's `shlex.split` with comments: in single quotes everything
  /// stands for itself, in double quotes a backslash frees itself and the quote, and `#` begins a comment even inside a word.
  static func words(of line: Substring) throws(Fault) -> [KickstartWord] {
    var scanner = Scanner(line)
    return try scanner.scan()
  }

  private struct Scanner {
    private let characters: [Character]
    private var next = 0
    private var words: [KickstartWord] = []
    private var word: KickstartWord?

    init(_ line: Substring) {
      characters = Array(line)
    }

    mutating func scan() throws(Fault) -> [KickstartWord] {
      while next < characters.count, characters[next] != "#" {
        let character = characters[next]
        if character.isWhitespace {
          endWord()
        } else if character == "'" || character == "\"" {
          try readQuoted(character)
        } else if character == "\\" {
          try readEscaped()
        } else {
          add(character)
        }
        next += 1
      }
      endWord()
      return words
    }

    private mutating func readQuoted(_ quote: Character) throws(Fault) {
      let start = next
      beginWord()
      next += 1
      while next < characters.count, characters[next] != quote {
        if quote == "\"", characters[next] == "\\", next + 1 < characters.count,
          ["\\", "\""].contains(characters[next + 1])
        {
          next += 1
        }
        add(characters[next])
        next += 1
      }
      if next >= characters.count { throw Fault(message: "this quote is not closed", column: start + 1) }
    }

    private mutating func readEscaped() throws(Fault) {
      beginWord()
      next += 1
      guard next < characters.count else {
        throw Fault(message: #"a line ends a command; '\' does not continue it"#, column: next)
      }
      add(characters[next])
    }

    private mutating func beginWord() {
      if word == nil { word = KickstartWord(text: "", column: next + 1) }
    }

    private mutating func add(_ character: Character) {
      beginWord()
      word?.text.append(character)
    }

    private mutating func endWord() {
      if let word { words.append(word) }
      word = nil
    }
  }
}
