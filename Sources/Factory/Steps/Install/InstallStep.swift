import AnswerFiles
import Foundation
import Machine
import Planning
import Recipes

/// Makes an installed disk: runs the distribution's own installer in a virtual machine and watches it.
struct InstallStep: Sendable {
  let job: LayerJob

  func run() async throws -> LayerFacts {
    let appliance = job.appliance
    let machine = try InstallMachine(appliance)
    let workshop = job.workshop
    let verdict = try await workshop.host.verdict()
    if verdict.accelerator == .tcg {
      workshop.events(.notice("installing under emulation, several times slower: \(verdict.evidence)"))
    }
    job.phase("media")
    let fetcher = workshop.mediaFetcher(for: appliance)
    let media = try await InstallMedia(fetcher: fetcher, log: job.log.write).fetch(for: job.image)
    let mirror = media.mirror ?? appliance.buildMirror?.value
    let evidence = try InstallEvidence(folder: "\(workshop.store.logFolder(of: appliance.name))/install")
    let progress = InstallProgress()
    let mailbox = InstallMailbox(progress: progress, evidence: evidence, log: job.log, onPhase: job.phase)
    let desk = try InstallDesk(
      answers: job.image.answers, mirror: mirror, proxy: appliance.install.proxy?.value,
      additions: media.additions, mailbox: mailbox)
    defer { desk.close() }

    let arguments = job.image.answers.bootArguments(filling: desk.values)
    let configuration = try await machine.configuration(
      accelerator: verdict.accelerator, media: media, arguments: arguments, in: job.folder,
      serialLog: evidence.serialLog)
    let limits = workshop.options.limits.scaled(by: verdict.accelerator.timeScale)
    job.phase("boot")
    try await run(
      configuration, watch: InstallWatch(limits: limits, progress: progress), evidence: evidence)
    try machine.discardVariables(in: job.folder)
    return try await job.facts(mirror: mirror, release: media.release)
  }

  private func run(
    _ configuration: MachineConfiguration, watch: InstallWatch, evidence: InstallEvidence
  ) async throws {
    let start = ContinuousClock.now
    try await VirtualMachine.running(configuration) { machine in
      guard let cause = try await watch.end(of: machine, started: start) else { return }
      await evidence.takeScreenshot(of: machine)
      throw FactoryError.install(
        InstallFailure(
          layer: "\(job.layer.name)", cause: cause, phase: watch.progress.snapshot.phase?.rawValue,
          lastLines: evidence.lastSerialLines(), evidence: evidence.files))
    }
  }
}
