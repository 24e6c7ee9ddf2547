import Glibc

/// Lets this process hold open as many files as it may, within reason: each layer in use takes one for its lock, and the usual
/// soft limit of 1024 is for programs that call select(2).
func allowManyOpenFiles() {
  let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  var limit = rlimit()
  guard getrlimit(files, &limit) == 0 else { return }
  limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 65536))
  _ = setrlimit(files, &limit)
}
