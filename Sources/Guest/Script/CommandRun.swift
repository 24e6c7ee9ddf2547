import Dispatch
import Synchronization

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
    let run = CommandRun(settled(command), onLine: onLine)
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
  private func putInPlace(_ resolver: ResolverAndServicesScript.Resolver) throws -> String? {
    let (own, made) = (ResolverAndServicesScript.resolver, ResolverAndServicesScript.keptResolver)
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
    let lent = try handle.applianceShell("cat \(ResolverAndServicesScript.resolver)")
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

/// One run of a command as seen from the host: sends what it needs, takes its output apart, learns its status.
///
/// On the channel the wrapper asks, with a line each, for the messages of ``CommandWrapper/messages(for:token:)``; then
/// comes output, and at its end a line of the token, the exit status and what became of the resolver file.
final class CommandRun: ChannelReader {
  private enum Phase {
    /// The messages yet to be asked for.
    case starting([[UInt8]])
    case running
    case ended(status: Int32?, ResolverAndServicesScript.Resolver)
  }

  private struct State {
    var phase: Phase
    var lines: LineBuffer
    var last = LastLines()
  }

  private let token: String
  private let onLine: @Sendable (String) -> Void
  private let state: Mutex<State>
  private let finished = DispatchSemaphore(value: 0)

  init(_ command: GuestCommand, onLine: @escaping @Sendable (String) -> Void) {
    var random = SystemRandomNumberGenerator()
    token = "kiln-\(random.next())-\(random.next())"
    let messages = CommandWrapper.messages(for: command, token: token)
    self.onLine = onLine
    state = Mutex(State(phase: .starting(messages), lines: LineBuffer(secrets: command.secrets.values)))
  }

  /// Takes bytes from the guest and returns those to answer with.
  func receive(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let (reply, lines, isEnd) = state.withLock { state -> ([UInt8], [String], Bool) in
      switch state.phase {
      case .starting(let messages):
        let asked = bytes.count { $0 == UInt8(ascii: "\n") }
        let left = Array(messages.dropFirst(asked))
        state.phase = left.isEmpty ? .running : .starting(left)
        return (Array(messages.prefix(asked).joined()), [], false)
      case .running:
        let lines = state.lines.append(bytes).compactMap { take($0, &state) }
        if case .ended = state.phase { return ([], lines, true) }
        return ([], lines, false)
      case .ended:
        return ([], [], false)
      }
    }
    lines.forEach(onLine)
    if isEnd { finished.signal() }
    return reply
  }

  /// The channel broke off.
  func end() {
    let rest = state.withLock { state -> String? in
      guard case .ended = state.phase else {
        state.phase = .ended(status: nil, .untouched)
        let rest = state.lines.finish()
        if let rest { state.last.append(rest) }
        return rest
      }
      return nil
    }
    if let rest { onLine(rest) }
    finished.signal()
  }

  /// The exit status, once all output has been handed on; nil where it never came.
  func wait() -> Int32? {
    // The wrapper has ended by now, so its last line is on its way; the limit guards against a guest that lies.
    _ = finished.wait(timeout: .now() + 10)
    return state.withLock { state in
      if case .ended(let status, _) = state.phase { status } else { nil }
    }
  }

  /// What the command made of the resolver file, once it has ended.
  var resolver: ResolverAndServicesScript.Resolver {
    state.withLock { if case .ended(_, let resolver) = $0.phase { resolver } else { .untouched } }
  }

  var lastLines: [String] { state.withLock { $0.last.lines } }

  /// What of a line is output: the token may follow a last line that has no end.
  private func take(_ line: String, _ state: inout State) -> String? {
    guard let mark = line.firstRange(of: token) else {
      state.last.append(line)
      return line
    }
    let words = line[mark.upperBound...].split(separator: " ")
    state.phase = .ended(
      status: words.first.flatMap { Int32($0) },
      words.last.flatMap { ResolverAndServicesScript.Resolver(rawValue: String($0)) } ?? .untouched)
    let output = String(line[..<mark.lowerBound])
    guard !output.isEmpty else { return nil }
    state.last.append(output)
    return output
  }
}
