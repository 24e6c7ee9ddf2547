import Console
import Factory
import Planning

/// Shows a build's events to people: what runs, for how long, and what became of it.
struct BuildDisplay: Sendable {
  private let screen: LiveDisplay
  private let terminal: Terminal

  init(terminal: Terminal) {
    self.terminal = terminal
    screen = LiveDisplay(terminal: terminal)
  }

  func stop() { screen.stop() }

  func show(_ event: BuildEvent) {
    switch event {
    case .layerStarted(let layer, let reason): screen.show("\(layer)", "\(layer): \(reason)")
    case .layerReused(let layer): screen.note("\(layer): in the store")
    case .layerWaiting(let layer, let holder): screen.show("\(layer)", "\(layer): waiting for \(holder)")
    case .phase(let layer, let phase): screen.show("\(layer)", "\(layer): \(phase)")
    case .output: break
    case .transfer(let transfer): show(transfer)
    case .layerFinished(let layer, let duration):
      screen.finish("\(layer)", done("\(layer): built in \(formatted(duration))"))
    case .layerFailed(let layer, _): screen.finish("\(layer)", failed("\(layer): failed"))
    case .sealing(let image): screen.show(image, "\(image): sealing")
    case .imageFinished(let image, let path, let bytes):
      screen.finish(image, done("\(image): \(path), \(formatted(bytes: bytes))"))
    case .imageReused(let image, let path): screen.note("\(image): \(path) is up to date")
    case .imageFailed(let image, let message):
      screen.finish(image, failed("\(image): not built") + "\n\(message)")
    case .notice(let text): screen.note(text)
    }
  }

  private func show(_ transfer: FileTransfer) {
    let text = TransferText(transfer: transfer)
    switch transfer.state {
    case .running: screen.show(transfer.url, terminal.canRedraw ? text.progress : text.beginning)
    case .done(let duration): screen.finish(transfer.url, text.end(after: duration))
    case .failed(let reason): screen.finish(transfer.url, failed(reason))
    }
  }

  private func done(_ text: String) -> String { terminal.styled(text, .green) }

  private func failed(_ text: String) -> String { terminal.styled(text, .red) }
}
