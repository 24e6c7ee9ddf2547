import Testing

@testable import Subprocess

@Test(arguments: [
  (Command("qemu-img", ["info", "/a/b.qcow2"]), "qemu-img info /a/b.qcow2"),
  (Command("sh", ["-c", "echo $1; :", ""]), "sh -c 'echo $1; :' ''"),
  (Command("echo", ["it's"]), #"echo 'it'\''s'"#),
  (Command("true", environment: ["SECRET": "hidden"]), "true"),
])
func commandLineCanBePasted(command: Command, text: String) {
  #expect(command.description == text)
}

@Test(arguments: [
  ("sh", "/nonexistent:/bin", "/bin/sh"),
  ("sh", "/nonexistent", nil),
  ("/bin/sh", "", "/bin/sh"),
  ("/etc/passwd", "/bin", nil),
  ("passwd", "/etc", nil),
  ("share", "/usr", nil),
  ("", "/bin", nil),
])
func executablesAreFoundInPathOnlyByName(name: String, path: String, found: String?) {
  #expect(findExecutable(name, path: path) == found)
}

@Test(arguments: [
  (5, ["abc", "def"], "bcdef"), (6, ["abc", "def"], "abcdef"), (0, ["abc"], ""), (2, ["a"], "a"),
  (1, ["abcdefgh", "i"], "i"),
])
func tailKeepsTheLastBytes(limit: Int, pieces: [String], kept: String) {
  var tail = TailBuffer(limit: limit)
  for piece in pieces { Array(piece.utf8).withUnsafeBytes { tail.append($0) } }
  #expect(String(decoding: tail.content, as: UTF8.self) == kept)
}
