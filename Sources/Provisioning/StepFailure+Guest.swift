import Failures
import Guest

extension StepFailure {
  public init(place: String, step: String, outcome: CommandResult, log: String) {
    self.init(
      place: place, step: step, outcome: outcome.description, status: outcome.status,
      lastLines: outcome.lastLines, log: log)
  }
}
