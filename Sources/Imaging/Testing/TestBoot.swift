import Files
import Foundation
import Images
import Machine
import Planning
import Recipes
import Subprocess

/// One boot of an image that is tested, and what was found.
struct TestBoot: Sendable {
  let way: TestWay
  let accelerator: Accelerator
  var results: [TestCase] = []
  var untested: [TestReport.Untested] = []
  /// From the machine's start to the first login; nil where there was none.
  var seconds: Double?
  /// Who the machine was, where one could ask.
  var identity: MachineIdentity?
  /// What it listens on; nil where one could not ask.
  var ports: [ListeningPort]?
  /// Whether a login was offered, and nobody let in.
  var isKeptOut = false
  /// Whether an SSH server refused it.
  var hasBeenRefused = false
  /// What recipes ask for that is to be told from the disks, since nobody can log in.
  var offline: [GuestPart] = []
  private var isOutOfTime = false

  init(way: TestWay, accelerator: Accelerator) {
    self.way = way
    self.accelerator = accelerator
  }

  /// Whether an emulated guest has come to a bad end before its time.
  var mayBeTriedAgain: Bool { accelerator == .tcg && seconds == nil && !isOutOfTime && !isKeptOut }

  /// Follows the machine until nothing more is to be seen.
  func following(
    _ watch: GuestWatch, on machine: VirtualMachine, _ pages: [PageCheck], _ evidence: BootEvidence,
    _ tell: @Sendable (String) -> Void
  ) async throws -> TestBoot {
    var boot = self
    let start = ContinuousClock.now
    let outcome = try await watch.run(on: machine)
    let seen = watch.seen
    boot.seconds = (seen.answer.map { min($0, seen.login ?? $0) } ?? seen.login)?.inSeconds
    switch outcome {
    case .failed(let message, let isOutOfTime):
      boot.isOutOfTime = isOutOfTime
      boot.seconds = nil
      boot.add("boot", .boot, .failed, after: start.duration(to: .now), message)
    case .keptOut(let words):
      boot.isKeptOut = true
      boot.hasBeenRefused = words != nil
      boot.add("boot", .boot, .passed, after: seen.login)
      boot.addConsole(seen)
      boot.add(
        "SSH login", .login, .failed, after: start.duration(to: .now), words ?? "nobody can log in")
    case .login:
      boot.add("boot", .boot, .passed, after: seen.login)
      boot.addConsole(seen)
      boot.skipInside(because: way.whyOutside ?? "")
    case .inside(let transcript):
      tell("testing")
      boot.add("boot", .boot, .passed, after: seen.answer)
      boot.add("SSH login", .login, .passed, after: seen.answer)
      boot.take(transcript, of: watch)
      boot.addConsole(watch.lastLook())
    }
    if boot.seconds != nil { try await boot.add(pages) }
    if boot.results.contains(where: { $0.outcome == .failed }) {
      // A machine that is gone has no screen.
      try? await machine.monitor.screenshot(to: evidence.screenshot)
      if case .inside = outcome, let access = watch.entry?.access { await evidence.keepJournal(access) }
    }
    return boot
  }

  private mutating func add(
    _ name: String, _ kind: TestCase.Kind, _ outcome: TestCase.Outcome, after time: Duration?,
    _ message: String? = nil
  ) {
    results.append(TestCase(name, kind, outcome, seconds: time?.inSeconds ?? 0, message: message))
  }

  private mutating func addConsole(_ seen: GuestWatch.Signs) {
    let what = "console login"
    if let login = seen.login {
      add(what, .login, .passed, after: login)
    } else if way.hasConsole == true {
      add(what, .login, .failed, after: nil, "its serial console offers no login")
    } else {
      untested.append(.init(what, because: "its serial console is silent, and may be meant so"))
    }
  }

  private mutating func take(_ transcript: Transcript, of watch: GuestWatch) {
    guard let script = watch.entry?.script else { return }
    let answers = transcript.answers
    results += zip(script.parts, answers).map { part, answer in part.result(of: answer) }
    func answer(to part: GuestPart) -> GuestAnswer? {
      zip(script.parts, answers).first { $0.0.name == part.name }?.1
    }
    func output(_ part: GuestPart) -> String { answer(to: part)?.output ?? "" }
    ports = answer(to: SystemChecks.ports).flatMap {
      $0.status == 0 ? ListeningPorts($0.output).listening : nil
    }
    identity = MachineIdentity(
      machineID: output(SystemChecks.machineID), hostKeys: output(SystemChecks.hostKeys))
  }

  private mutating func skipInside(because why: String) {
    untested.append(.init("SSH login, and what is looked at inside", because: why))
    let parts = RecipeChecks.parts(way.test.checks, limit: 0)
    offline = parts.filter { OfflineChecks.kinds.contains($0.kind) }
    results += parts.filter { !OfflineChecks.kinds.contains($0.kind) }.map {
      TestCase($0.name, $0.kind, .skipped, message: why, place: $0.place)
    }
  }

  private mutating func add(_ pages: [PageCheck]) async throws {
    var names = UniqueNames()
    for (page, written) in zip(pages, way.pages) {
      let start = ContinuousClock.now
      let (judgement, output) = try await page.judgement()
      results.append(
        TestCase(
          names.next("http \(page.page.port)\(page.page.path)"), .http, judgement.outcome,
          seconds: start.duration(to: .now).inSeconds, message: judgement.message, output: output,
          place: "\(written.origin)"))
    }
  }

  /// Says why nobody could log in, once its disks were looked at.
  mutating func conclude(_ reason: LoginLook.Reason) {
    switch reason {
    case .meant(let why):
      results.removeAll { $0.name == "SSH login" }
      skipInside(because: why)
    case .fault(let why):
      guard let index = results.firstIndex(where: { $0.name == "SSH login" }) else { return }
      results[index].message = [results[index].message, why].compactMap(\.self).joined(separator: "; ")
      skipInside(because: "nobody can log in")
    }
  }
}

/// What a machine is known by.
struct MachineIdentity: Hashable, Sendable {
  let machineID: String
  /// The keys themselves.
  let hostKeys: Set<String>

  /// - Parameters:
  ///   - machineID: with what was said of it, in lines below.
  ///   - hostKeys: public keys, a line each; sshd(8), "AUTHORIZED_KEYS FILE FORMAT".
  init(machineID: String, hostKeys: String) {
    self.machineID = machineID.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    self.hostKeys = Set(
      hostKeys.split(whereSeparator: \.isNewline).compactMap { line in
        let words = line.split(separator: " ")
        return words.count > 1 && words[0].contains("-") ? String(words[1]) : nil
      })
  }

  /// Why another machine of the image could be taken for this one; nil where it could not.
  func fault(beside other: MachineIdentity) -> String? {
    var faults: [String] = []
    if machineID.isEmpty || other.machineID.isEmpty { faults.append("a machine has no id") }
    if machineID == other.machineID { faults.append("two machines of the image have one machine id") }
    if !hostKeys.isDisjoint(with: other.hostKeys) {
      faults.append("two machines of the image have one host key")
    }
    return faults.isEmpty ? nil : faults.joined(separator: "; ")
  }
}
