import Console
import Factory
import Foundation

/// Tells what happens during a run on standard error: to people, or to a program.
struct EventTeller: Sendable {
  let tell: EventSink
  private let display: BuildDisplay?

  /// - Parameter format: `json` for a line for each event.
  init(_ format: String?, in context: Context) {
    if format == "json" {
      display = nil
      tell = { event in
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(EventLine(event)) else { return }
        context.say(String(decoding: line, as: UTF8.self))
      }
    } else {
      let display = BuildDisplay(terminal: context.messages)
      self.display = display
      tell = display.show
    }
  }

  /// Leaves nothing of what runs on the screen.
  func stop() { display?.stop() }
}
