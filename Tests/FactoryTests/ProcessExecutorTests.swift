import Failures
import Foundation
import JSON
import Planning
import Provisioners
import Recipes
import Subprocess
import Synchronization
import Testing

@testable import Builds
@testable import Factory
@testable import Jobs
@testable import Storage

/// Jobs in processes of their own, and how these fail; ``LineageTests`` has those that do well.
struct ProcessExecutorTests {
  /// What the run hears, and how the job's process ends, by what stands in for Kiln's program.
  @Test(arguments: [
    ("echo no event; kill -9 $$", "the process that did it ended: "),
    ("exit 3", "the process that did it ended: "),
    // Well, but without a word of what was made.
    ("exit 0", "the process that did it ended: "),
  ])
  func aProcessThatFailsSaysWhyOrIsSaidToHaveEnded(script: String, message: String) async throws {
    let place = try await Workplace.withChain()
    let plan = try place.plan("base")
    let graph = JobGraph(plan, there: Inventory(place.store, output: place.output))
    let job = String(decoding: try compactJSON(graph.jobs[0].name), as: UTF8.self)
    try place.write("worker", "#!/bin/sh\ncat > /dev/null\njob='\(job)'\n\(script)\n")
    let program = "\(place.folder.path)/recipes/worker"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let host = BuildHost(accelerator: .tcg, program: program)
    let report = try await place.build(plan, host: host, executor: ProcessExecutor(host: host))
    #expect(report.jobs.map(\.outcome) == [.failed, .skipped, .skipped])
    #expect(report.jobs[0].failure?.message.contains(message) == true, "\(report.jobs)")
    #expect(report.jobs[0].failure?.cause == .programFailed)
    #expect(report.images[0].outcome == .failed)
    #expect(report.images[0].failure == place.store.logs.lastFailure(of: "base"))
    // What was not begun says so.
    #expect(report.jobs[2].failure?.cause == .parentFailed)
    #expect(report.jobs[2].failure?.message == "not built, because base (installed) failed")
  }

  /// Of a lineage, that one which was being done; those before it have ended well.
  @Test(arguments: [(0, "base"), (1, "web")])
  func aProcessThatEndsIsTheFailureOfTheJobThatItWasAt(done: Int, name: String) async throws {
    let place = try await Workplace.withChain()
    let jobs = Array(
      JobGraph(try place.plan("web"), there: Inventory()).jobs.filter { $0.name.kind == .layer }.suffix(2))
    #expect(jobs.map(\.name.label) == ["base", "web"])
    let lines = try jobs.prefix(done).map {
      String(decoding: try compactJSON(EventLine(.finished($0.name, Completion(seconds: 1)))), as: UTF8.self)
    }
    try place.write("lines", (lines + ["at work", ""]).joined(separator: "\n"))
    try place.write(
      "worker", "#!/bin/sh\ncat > /dev/null\ncat '\(place.folder.path)/recipes/lines'\nexit 1\n")
    let program = "\(place.folder.path)/recipes/worker"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let executor = ProcessExecutor(host: BuildHost(accelerator: .tcg, program: program))
    let order = JobOrder(jobs: jobs, store: .init(root: place.store.root), settings: JobSettings())
    let heard = Mutex<[BuildEvent]>([])
    let failure = await #expect(throws: RecordedFailure.self) {
      try await executor.perform(order) { event in heard.withLock { $0.append(event) } }
    }
    #expect(failure?.record.subject == FailureRecord.Subject(kind: .layer, name: name))
    let events = heard.withLock(\.self)
    let finished = jobs.prefix(done).map { BuildEvent.finished($0.name, Completion(seconds: 1)) }
    #expect(Array(events.prefix(done)) == finished)
    #expect(events.contains(.output(jobs[done].name, "at work")))
  }

  /// A failure is what it was where it happened, whichever process that was; the installer's kernel is not as its recipe says.
  @Test(arguments: [false, true])
  func aFailureIsTheSameByEachExecutor(inItsOwnProcess: Bool) async throws {
    let place = try await Workplace.withChain()
    let digest = String(repeating: "a", count: 64)
    let base = try String(contentsOfFile: "\(place.folder.path)/recipes/base.yaml", encoding: .utf8)
    try place.write(
      "base.yaml",
      base.replacing("kernel: {file: vmlinuz}", with: "kernel: {file: vmlinuz, sha256: \(digest)}"))
    let executor = inItsOwnProcess ? ProcessExecutor(host: .emulating) : nil
    let report = try await place.build(try place.plan("base"), executor: executor)
    let failure = try #require(report.jobs[0].failure)
    #expect(failure.subject == FailureRecord.Subject(kind: .layer, name: "base (installed)"))
    #expect(failure.cause == .mediaDigest)
    #expect(failure.message.hasSuffix("expected \(digest)"), "\(failure.message)")
    #expect(failure.phase == "media")
    #expect(failure.files.map(\.kind) == [.log])
    #expect(report.images[0].failure == failure)
    #expect(try await place.failure() == failure, "what is on the disk is the same")
  }

  /// A worker on another machine writes no file that this one reads: its line says it all.
  @Test func whatAWorkerSaysOfItsFailureIsInTheReport() async throws {
    let place = try await Workplace.withChain()
    let plan = try place.plan("base")
    let job = JobGraph(plan, there: Inventory(place.store, output: place.output)).jobs[0].name
    let failure = FailureRecord(
      subject: .init(kind: .layer, name: "base (installed)"), appliance: "base",
      when: "2027-01-15T08:00:00Z", phase: "partitioning", cause: .diskTooSmall, message: "it broke",
      line: 7, evidence: [.init(source: .serial, lines: ["too small"])], advice: "a larger one", files: [])
    let line = String(decoding: try compactJSON(EventLine(.failed(job, failure))), as: UTF8.self)
    try place.write("line", "\(line)\n")
    try place.write("worker", "#!/bin/sh\ncat > /dev/null\ncat '\(place.folder.path)/recipes/line'\nexit 1\n")
    let program = "\(place.folder.path)/recipes/worker"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let host = BuildHost(accelerator: .tcg, program: program)
    let report = try await place.build(plan, host: host, executor: ProcessExecutor(host: host))
    #expect(report.jobs[0].failure == failure)
    #expect(report.images.map(\.failure) == [failure])
    #expect(place.store.logs.lastFailure(of: "base") == nil, "nothing was written here")
  }

  @Test func anOrderOfAnotherVersionIsRefusedByName() {
    let error = #expect(throws: OrderError.self) { try OrderedJob(Data(#"{"format":99}"#.utf8)) }
    #expect(
      error?.description == "the order is of format 99, and this version of Kiln does those of format 5: "
        + "use the same version on both sides")
    #expect(throws: OrderError.self) { try OrderedJob(Data("no order".utf8)) }
  }

  /// Values of secrets never leave the process that knows them.
  @Test func anOrderNamesSecretsAndHasAllElse() async throws {
    let place = try await Workplace.withChain()
    try place.write("token", "s3cr3t")
    try place.write(
      "web.yaml",
      """
      name: web
      parent: base
      version: "1.0"
      secrets: {TOKEN: {env: KILN_TEST_TOKEN}}
      provision: [{script: web.sh, secrets: [TOKEN]}]
      """)
    let graph = JobGraph(try place.plan("web"), there: Inventory(place.store, output: place.output))
    let settings = JobSettings(fatalTexts: try Workplace.shippedTexts())
    let orders = graph.jobs.map {
      JobOrder(jobs: [$0], store: .init(root: place.store.root), settings: settings)
    }
    #expect(orders.map { $0.secrets.map(\.source) } == [[], [], [.environment("KILN_TEST_TOKEN")], []])
    for order in orders {
      let read = try decodeJSON(
        JobOrder.self, from: try compactJSON(order), userInfo: [.provisioners: ProvisionerRegistry.all])
      #expect(
        try compactJSON(read.jobs) == compactJSON(order.jobs),
        "whoever plans is told of warnings; no order has them")
      #expect(read.settings.fatalTexts.texts.count == settings.fatalTexts.texts.count)
      #expect(read.settings.limits == settings.limits)
    }
    try await Workplace.hold(
      try orders.map { String(decoding: try compactJSON($0), as: UTF8.self) }, to: "order")
  }

  @Test(arguments: ["key", "name", "nothing"])
  func aHostileOrderIsRefused(fault: String) async throws {
    let place = try await Workplace.withChain()
    let graph = JobGraph(try place.plan("base"), there: Inventory())
    let order = JobOrder(
      jobs: fault == "nothing" ? [] : [graph.jobs[0]], store: .init(root: place.store.root),
      settings: JobSettings())
    var text = String(decoding: try compactJSON(order), as: UTF8.self)
    switch fault {
    case "key": text = text.replacing(graph.jobs[0].name.key.hex, with: String(repeating: "0", count: 64))
    case "name": text = text.replacing("\"name\":\"system\"", with: "\"name\":\"../../home\"")
    default: break
    }
    let error = #expect(throws: OrderError.self) { try OrderedJob(Data(text.utf8)) }
    let messages = [
      "key": "the key of base (installed) does not follow from what it is made of",
      "name": "'../../home' in base (installed) cannot be the name of a file", "nothing": "it has no job",
    ]
    #expect(error?.description == "the order cannot be done: \(messages[fault] ?? "")")
  }
}
