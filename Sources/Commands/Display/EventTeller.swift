import Console
import Factory
import JSON
import Jobs

/// Tells what happens during a run on standard error: to people, or to a program.
struct EventTeller: Sendable {
  let tell: EventSink
  /// Says something that is no event of the run: to a program, a notice.
  let say: @Sendable (String) -> Void
  private let display: BuildDisplay?

  /// - Parameter format: `json` for a line for each event.
  init(_ format: String?, in context: Context) {
    if format == "json" {
      display = nil
      let tell: EventSink = { event in
        guard let line = try? compactJSON(EventLine(event)) else { return }
        context.say(String(decoding: line, as: UTF8.self))
      }
      self.tell = tell
      say = { tell(.notice($0)) }
    } else {
      let display = BuildDisplay(terminal: context.messages)
      self.display = display
      tell = display.show
      say = { context.say($0) }
    }
  }

  /// Leaves nothing of what runs on the screen.
  func stop() { display?.stop() }
}
