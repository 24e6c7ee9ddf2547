import AnswerFiles
import Foundation
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Makes an installed disk: runs the distribution's own installer in a virtual machine and watches it.
struct InstallStep: Sendable {
  let job: LayerJob
  let program: Installer.Program

  func run() async throws -> LayerFacts {
    let appliance = job.appliance
    let machine = try InstallMachine(appliance, program)
    let context = job.context
    let verdict = try await context.host.verdict()
    if verdict.accelerator == .tcg {
      context.events(.notice("installing under emulation, several times slower: \(verdict.evidence)"))
    }
    job.phase("media")
    let fetcher = context.mediaFetcher(for: appliance)
    let media = try await InstallMedia(fetcher: fetcher, log: job.log.write) {
      context.events(.notice($0))
    }.fetch(program.media, for: job.image)
    let mirror = media.mirror ?? appliance.buildMirror?.value
    if case .debianInstaller = program.media, let mirror, mirror.hasPrefix("https:") {
      context.events(
        .notice("debian-installer asks \(mirror) over http; the archive's signature is checked"))
    }
    let attempt = Attempt(
      job: job, family: program.kind.rawValue, machine: machine, accelerator: verdict.accelerator,
      media: media, mirror: mirror)
    do {
      try await attempt.run()
    } catch let failure as InstallFailure where failure.isFaultOfEmulation(verdict.accelerator) {
      let message = "\(failure.cause.text); once more, for emulation has such faults"
      job.log.write(message)
      context.events(.notice("\(job.name): \(message)"))
      try await attempt.run()
    }
    try machine.discardVariables(in: job.folder)
    return try await job.facts(
      mirror: mirror, release: media.release, installerRelease: media.installerRelease,
      archives: media.archive.map { [$0] } ?? [])
  }
}

extension InstallFailure {
  /// Several emulated processors may keep each other waiting for ever while a kernel boots. Nothing was written by then.
  fileprivate func isFaultOfEmulation(_ accelerator: Accelerator) -> Bool {
    if case .hung = cause { accelerator == .tcg } else { false }
  }
}

/// One run of the installer, on empty disks.
private struct Attempt {
  let job: LayerJob
  /// Whose installer it is.
  let family: String
  let machine: InstallMachine
  let accelerator: Accelerator
  let media: InstallMedia.Ready
  let mirror: String?

  func run() async throws {
    let (appliance, context) = (job.appliance, job.context)
    let evidence = try InstallEvidence(folder: "\(context.store.logs.folder(of: appliance.name))/install")
    let progress = InstallProgress()
    let reports = InstallReports(progress: progress, evidence: evidence, log: job.log, onPhase: job.phase)
    let server = try AnswerServer(
      answers: job.image.answers, mirror: mirror, proxy: appliance.install.proxy?.value.text,
      additions: media.additions, reports: reports, folder: "\(job.folder.path)/answers")
    defer { server.close() }

    let arguments = job.image.answers.bootArguments(filling: server.values)
    var configuration = try await machine.configuration(
      accelerator: accelerator, media: media, arguments: arguments,
      services: [server.service(through: context.host.program)], in: job.folder,
      serialLog: evidence.serialLog)
    configuration.onlooker = evidence.onlooker
    defer { evidence.leaveOnlooker() }
    let watch = InstallWatch(
      limits: context.settings.limits.scaled(by: accelerator.timeScale), progress: progress,
      evidence: evidence, texts: context.settings.fatalTexts, family: family)
    job.phase("boot")
    try await run(configuration, watch)
  }

  private func run(_ configuration: MachineConfiguration, _ watch: InstallWatch) async throws {
    try await VirtualMachine.running(configuration) { machine in
      guard let end = try await watch.end(of: machine) else { return }
      await watch.evidence.takeScreenshot(of: machine)
      throw watch.evidence.failure(
        end, seen: watch.progress.snapshot, answers: job.image.answers, texts: watch.texts,
        family: watch.family)
    }
  }
}
