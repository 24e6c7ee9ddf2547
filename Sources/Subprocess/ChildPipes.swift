/// This process's ends of a child's standard streams.
struct ParentEnds: Sendable {
  /// Nil when the child reads nothing.
  var stdin: Descriptor?
  var stdout: Descriptor
  var stderr: Descriptor
}

/// A child's own ends of its standard streams; let go once it is started, or the pipes never end.
struct ChildEnds: Sendable {
  var stdin: Descriptor
  var stdout: Descriptor
  var stderr: Descriptor
}

/// Pipes for a child's output and, if it is to be given any, its input.
func makePipes(hasInput: Bool) throws(SystemFailure) -> (parent: ParentEnds, child: ChildEnds) {
  let stdout = try Descriptor.pipe()
  let stderr = try Descriptor.pipe()
  var parent = ParentEnds(stdin: nil, stdout: stdout.reading, stderr: stderr.reading)
  guard hasInput else {
    return (parent, ChildEnds(stdin: try .null(), stdout: stdout.writing, stderr: stderr.writing))
  }
  let stdin = try Descriptor.pipe()
  parent.stdin = stdin.writing
  return (parent, ChildEnds(stdin: stdin.reading, stdout: stdout.writing, stderr: stderr.writing))
}
