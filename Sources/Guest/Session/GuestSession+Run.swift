extension GuestSession {
  /// Runs a program inside the image as root and hands on each line of its output as it comes.
  ///
  /// Where the appliance has a network, libguestfs puts its own `/etc/resolv.conf` in place meanwhile, and what was
  /// there back, unless the command has made another. Services are kept from starting; processes left running are ended,
  /// and mounts, swap space, device maps and loop devices undone, each with a line of output. When its time is over, or the
  /// task is cancelled, QEMU is ended: the session can then only be dropped.
  /// - Parameter onLine: gets standard output and error together, secrets masked; from another thread.
  /// - Throws: ``GuestError`` when it could not be run; an exit status is an outcome. `CancellationError`.
  public func run(
    _ command: GuestCommand,
    onLine: @escaping @Sendable (String) -> Void
  ) async throws -> GuestOutcome {
    try command.validate()
    let run = CommandRun(command, onLine: onLine)
    channel.attach(run)
    defer { channel.attach(nil) }
    do {
      return try await interruptible("the command", limit: command.limit) {
        _ = try handle.command(CommandWrapper.command(disks: diskCount))
        guard let status = run.wait() else { throw GuestError.channel(reason: "no exit status came") }
        try putInPlace(run.resolver)
        return GuestOutcome(status: status, lastLines: run.lastLines)
      }
    } catch GuestError.timedOut {
      return GuestOutcome(status: nil, lastLines: run.lastLines)
    }
  }

  /// The resolver file that a command made, once libguestfs has put back the one before it.
  private func putInPlace(_ resolver: BorrowedFilesScript.Resolver) throws {
    guard resolver != .untouched else { return }
    try handle.remove(BorrowedFilesScript.resolver)
    guard resolver == .made else { return }
    try handle.rename(BorrowedFilesScript.keptResolver, to: BorrowedFilesScript.resolver)
  }
}
