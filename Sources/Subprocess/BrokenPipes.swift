private import Glibc

/// Makes a write to a pipe or socket that nobody reads fail with `EPIPE`, not end this program.
///
/// Call it once at the start. Children get the default back.
public func ignoreBrokenPipes() {
  signal(SIGPIPE, SIG_IGN)
}
