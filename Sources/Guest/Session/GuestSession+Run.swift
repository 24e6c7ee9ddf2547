extension GuestSession {
  /// Runs a program inside the image as root and hands on each line of its output as it comes.
  ///
  /// Where the appliance has a network, libguestfs puts its own `/etc/resolv.conf` in place meanwhile, and what was
  /// there back. Another one that the command made takes its place; what it only added goes to the image's own. Services are kept from starting; processes left running are ended,
  /// and mounts, swap space, device maps and loop devices undone, each with a line of output. When its time is over, or the
  /// task is cancelled, QEMU is ended: the session can then only be dropped.
  /// - Parameter onLine: gets standard output and error together, secrets masked; from another thread.
  /// - Throws: ``GuestError`` when it could not be run; an exit status is an outcome. `CancellationError`.
  public func run(
    _ command: GuestCommand,
    onLine: @escaping @Sendable (String) -> Void
  ) async throws -> CommandResult {
    try command.validate()
    let run = CommandRun(command, onLine: onLine)
    channel.attach(run)
    defer { channel.attach(nil) }
    do {
      return try await interruptible("the command", limit: command.limit) {
        _ = try handle.command(CommandWrapper.command(disks: diskCount))
        guard let status = run.wait() else { throw GuestError.channel(reason: "no exit status came") }
        if let line = try putInPlace(run.resolver) { onLine("kiln: \(line)") }
        return CommandResult(status: status, lastLines: run.lastLines)
      }
    } catch GuestError.timedOut {
      return CommandResult(status: nil, lastLines: run.lastLines)
    }
  }

  /// The resolver file that a command made, once libguestfs has put back the one before it; the words for what is lost.
  private func putInPlace(_ resolver: BorrowedFilesScript.Resolver) throws -> String? {
    let (own, made) = (BorrowedFilesScript.resolver, BorrowedFilesScript.keptResolver)
    switch resolver {
    case .untouched: break
    case .removed: try handle.remove(own)
    case .made:
      if let added = try addedLines(in: made) {
        try handle.remove(made)
        return try add(added, to: own)
      }
      try handle.remove(own)
      try handle.rename(made, to: own)
    }
    return nil
  }

  /// What was added to the appliance's own file; nil for anything else than that with additions.
  private func addedLines(in path: String) throws -> [String]? {
    guard try handle.file(path) != nil else { return nil }
    let lent = try handle.applianceShell("cat \(BorrowedFilesScript.resolver)")
    return ResolverFile.lines(
      addedTo: lent, in: String(decoding: try handle.read(path), as: UTF8.self))
  }

  private func add(_ lines: [String], to path: String) throws -> String? {
    guard !lines.isEmpty else { return nil }
    if try handle.kind(path) == .link {
      let target = try handle.linkTarget(path)
      return
        "\(path) is a link to \(target) and stays one, without what was added: \(lines.joined(separator: "; "))"
    }
    let before = try handle.kind(path) == nil ? "" : String(decoding: try handle.read(path), as: UTF8.self)
    let start = before.isEmpty || before.hasSuffix("\n") ? before : before + "\n"
    try handle.write(Array((start + lines.map { $0 + "\n" }.joined()).utf8), to: path)
    return nil
  }
}
