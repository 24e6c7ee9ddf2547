import Foundation
import Synchronization

/// A terminal on which each key goes to the program as it is pressed, Ctrl-C too, and nothing is echoed; given back as it was.
final class RawTerminal: Sendable {
  private let descriptor: Int32
  private let settings: Mutex<termios?>

  /// - Returns: nil for what is no terminal.
  init?(_ descriptor: Int32) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    self.descriptor = descriptor
    self.settings = Mutex(settings)
    var raw = settings
    cfmakeraw(&raw)
    tcsetattr(descriptor, TCSADRAIN, &raw)
  }

  deinit { restore() }

  /// Only the first call does anything.
  func restore() {
    settings.withLock { settings in
      guard var before = settings else { return }
      tcsetattr(descriptor, TCSADRAIN, &before)
      settings = nil
    }
  }
}
