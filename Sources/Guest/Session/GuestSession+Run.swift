extension GuestSession {
  /// Runs a program in the guest as root, handing on its output line by line as it comes.
  ///
  /// libguestfs puts the appliance's `/etc/resolv.conf` in place meanwhile, if there is a network, and what was there
  /// back. Services are kept from starting; processes left running are ended.
  /// - Parameters:
  ///   - limit: after which QEMU is ended, and with it the session.
  ///   - onOutput: gets standard output and error together, secrets masked; from another thread.
  /// - Returns: the exit status, whatever it is.
  /// - Throws: ``GuestError`` if the script could not be run or took too long; `CancellationError`.
  public func run(
    _ script: GuestScript,
    limit: Duration? = nil,
    onOutput: @escaping @Sendable (String) -> Void
  ) async throws -> ScriptResult {
    try script.validate()
    let run = ScriptRun(script, onOutput: onOutput)
    channel.attach(run)
    defer { channel.attach(nil) }
    return try await interruptible("the script", limit: limit, lastLines: { run.lastLines }) {
      _ = try handle.command(ScriptWrapper.command)
      guard let status = run.wait() else { throw GuestError.channel(reason: "no exit status came") }
      return ScriptResult(status: status, lastLines: run.lastLines)
    }
  }
}
