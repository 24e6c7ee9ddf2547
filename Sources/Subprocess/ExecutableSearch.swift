private import Foundation

/// The path of a program: itself if it has a slash, else the first match in `PATH`; nil if there is none.
public func findExecutable(_ name: String) -> String? {
  findExecutable(name, path: searchPath())
}

func findExecutable(_ name: String, path: String) -> String? {
  guard !name.contains("/") else { return isExecutable(name) ? name : nil }
  guard !name.isEmpty else { return nil }
  // An empty item means the current folder to a shell: a trap, so it is passed over.
  return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isExecutable)
}

/// `PATH`, or what execvp(3) takes when there is none.
func searchPath() -> String {
  ProcessInfo.processInfo.environment["PATH"] ?? "/bin:/usr/bin"
}

private func isExecutable(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
}
