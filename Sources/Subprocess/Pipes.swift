private import Glibc

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

/// A file descriptor, closed when its owner lets go.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// A pipe. Without `pipe2`, which is not imported, a process that some library forks at this very moment
  /// may inherit it; our own children never do.
  static func pipe() throws(SystemFailure) -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw SystemFailure() }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  static func null() throws(SystemFailure) -> Descriptor {
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw SystemFailure() }
    return Descriptor(number)
  }

  /// Makes reads and writes return at once; for this end of a pipe only.
  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }
}

/// The reason of a failed system call.
struct SystemFailure: Error {
  let code: Int32

  init(code: Int32 = errno) { self.code = code }

  var reason: String { String(cString: strerror(code)) }
}
