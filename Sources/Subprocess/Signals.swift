private import Glibc

/// Sets what signals do to this program. Call it once at the start; children get the defaults back.
public func prepareSignals() {
  // A write to a pipe or socket that nobody reads fails with `EPIPE`, and does not end this program.
  signal(SIGPIPE, SIG_IGN)
  // Whoever started this program may have ignored it: then children would end without a status; sigaction(2).
  signal(SIGCHLD, SIG_DFL)
}
