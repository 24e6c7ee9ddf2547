import Text

/// A shell command that writes lines to a file, whose name must need no quotes. No line may be an option of `echo`, such
/// as `-n`.
///
/// Not by `printf '%s\n'`: when debian-installer reads its stored answers again, `\n` is a line end. Its `echo`
/// (busybox) takes backslashes as they are.
func write(_ lines: [String], to file: String, append: Bool = false) -> String {
  let commands = lines.map { "echo \(shellWord($0));" }.joined(separator: " ")
  return "{ \(commands) } \(append ? ">>" : ">") \(file)"
}
