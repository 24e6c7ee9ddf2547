/// The beginning of a program, as execve(2) reads it: what would keep it from being run, and what it needs to be.
///
/// Text without `#!` is run by `/bin/sh`, as every shell does it. Sources: execve(2), Interpreter scripts; Linux'
/// fs/binfmt_script.c; elf(5).
public struct ProgramHead: Hashable, Sendable {
  /// What is wrong, and the column of line 1 where.
  public struct Problem: Hashable, Sendable {
    public let message: String
    public let column: Int
  }

  public private(set) var problem: Problem?
  /// The file that the kernel starts in its place or to load it, an absolute path; nil where there is none.
  public private(set) var interpreter: String?
  /// The first line after line 1 of a script that ends with a carriage return; nil where none does.
  public private(set) var carriageReturnLine: Int?
  /// As a recipe's `os.arch` calls it; nil for a script, `another processor` where recipes have no word for it.
  public private(set) var architecture: String?

  /// - Parameter bytes: all of the program, or its first pages.
  public init(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes.prefix(64 << 10))
    if bytes.isEmpty {
      problem = Problem(message: "the file is empty", column: 1)
    } else if bytes.starts(with: [0x7F] + Array("ELF".utf8)) {
      readELF(bytes)
    } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      refuse("begins with a byte order mark, which hides '#!': save it as UTF-8 without one")
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      refuse("is text in UTF-16: save it as UTF-8")
    } else {
      readScript(bytes)
    }
  }

  /// Why the program cannot be run on a processor; nil where it can.
  public func problem(on processor: String) -> Problem? {
    if let problem { return problem }
    guard let architecture, architecture != processor else { return nil }
    return Problem(message: "is a program for \(architecture), and the system is for \(processor)", column: 1)
  }

  private mutating func refuse(_ message: String, column: Int = 1) {
    problem = Problem(message: message, column: column)
  }

  // MARK: Scripts

  /// What the kernel reads of line 1 (BINPRM_BUF_SIZE), its end included.
  private static let longest = 256

  private mutating func readScript(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    carriageReturnLine = lines.dropFirst().firstIndex { $0.last == UInt8(ascii: "\r") }.map { $0 + 1 }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard !line.contains(0) else { return refuse("is neither a script nor a program that Linux runs") }
    if line.last == UInt8(ascii: "\r") {
      let end = "line 1 ends with a carriage return, which becomes part of its last word"
      return refuse("\(end): save it with Unix line ends", column: line.count)
    }
    guard line.starts(with: "#!".utf8) else { return }
    guard line.count < Self.longest else {
      return refuse("line 1 is longer than the \(Self.longest - 1) bytes that the system reads")
    }
    let words = line.dropFirst(2).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = words.first else { return refuse("line 1 names no interpreter after '#!'", column: 3) }
    let path = String(decoding: first, as: UTF8.self)
    guard path.hasPrefix("/") else {
      return refuse(
        "the interpreter '\(path)' is no absolute path: write '#!/usr/bin/env \(path)'",
        column: first.startIndex + 1)
    }
    interpreter = path
  }

  // MARK: ELF

  private mutating func readELF(_ bytes: [UInt8]) {
    let isLittle = bytes.count > 5 && bytes[5] == 1
    guard bytes.count >= 64, bytes[4] == 2, isLittle else {
      architecture = "another processor"
      return
    }
    // EM_X86_64 and EM_AARCH64
    architecture = [62: "x86_64", 183: "aarch64"][number(bytes, 18, 2)] ?? "another processor"
    let (table, size, count) = (number(bytes, 32, 8), number(bytes, 54, 2), number(bytes, 56, 2))
    for index in 0..<count {
      let (start, isOver) = table.addingReportingOverflow(index * size)
      // PT_INTERP
      guard !isOver, number(bytes, start, 4) == 3 else { continue }
      let (offset, length) = (number(bytes, start &+ 8, 8), number(bytes, start &+ 32, 8))
      guard offset >= 0, length > 1, length < 4096, offset <= bytes.count - length else { return }
      interpreter = String(decoding: bytes[offset..<offset + length - 1], as: UTF8.self)
      return
    }
  }

  /// A little-endian number; -1 where there are too few bytes for it.
  private func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset <= bytes.count - count else { return -1 }
    let value = bytes[offset..<offset + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value) ?? -1
  }
}
