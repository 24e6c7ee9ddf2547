import AnswerFiles
import Foundation
import Machine
import Planning
import Recipes

/// Makes an installed disk: runs the distribution's own installer in a virtual machine and watches it.
struct InstallStep: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(
    _ image: PlannedImage, layer: PlannedLayer, in folder: WorkFolder, log: LayerLog
  ) async throws -> LayerFacts {
    let appliance = image.appliance
    let machine = try InstallMachine(appliance)
    let verdict = try await host.verdict()
    if verdict.accelerator == .tcg {
      events(.notice("installing under emulation, several times slower: \(verdict.evidence)"))
    }
    events(.phase(layer.name, "media"))
    let fetcher = store.mediaFetcher(for: appliance, isOffline: options.isOffline, events: events)
    let media = try await InstallMedia(fetcher: fetcher, log: log.write).fetch(for: image)
    let mirror = media.mirror ?? appliance.buildMirror?.value
    let evidence = try InstallEvidence(folder: "\(store.logFolder(of: appliance.name))/install")
    let progress = InstallProgress()
    let mailbox = InstallMailbox(progress: progress, evidence: evidence, log: log) {
      events(.phase(layer.name, $0))
    }
    let desk = try InstallDesk(
      answers: image.answers, mirror: mirror, proxy: appliance.install.proxy?.value,
      additions: media.additions, mailbox: mailbox)
    defer { desk.close() }

    let arguments = image.answers.bootArguments(filling: desk.values)
    let configuration = try await machine.configuration(
      accelerator: verdict.accelerator, media: media, arguments: arguments, in: folder,
      serialLog: evidence.serialLog)
    let watch = InstallWatch(
      limits: options.limits.scaled(by: verdict.accelerator.timeScale), progress: progress, evidence: evidence,
      texts: options.fatalTexts, family: appliance.installer.kind.rawValue)
    events(.phase(layer.name, "boot"))
    try await run(configuration, watch)
    try machine.discardVariables(in: folder)
    return LayerFacts(
      built: Date.now.ISO8601Format(), seconds: 0, tools: try await host.tools(),
      accelerator: verdict.accelerator.rawValue, mirror: mirror, release: media.release)
  }

  private func run(_ configuration: MachineConfiguration, _ watch: InstallWatch) async throws {
    try await VirtualMachine.running(configuration) { machine in
      guard let end = try await watch.end(of: machine) else { return }
      await watch.evidence.takeScreenshot(of: machine)
      throw FactoryError.install(
        watch.evidence.failure(
          end, seen: watch.progress.snapshot, texts: watch.texts, family: watch.family))
    }
  }
}
