import AnswerFiles

/// What an installer is expected to do in a phase, and how long the phase may take.
struct PhaseBudget: Sendable {
  /// Those that show progress here: any of them moving is enough.
  let signs: Set<Sign>
  /// Of the whole install's limit.
  let share: Double

  /// What may be seen to move.
  enum Sign: Hashable, Sendable, CaseIterable {
    /// A request of the guest to the host, a phase reported among them.
    case request
    case serial
    /// A picture on the screen that was not there before.
    case screen
    case diskRead
    case diskWritten
    case network
  }

  /// - Parameter phase: nil until the installer has reported one.
  init(_ phase: Phase?) {
    switch phase {
    case nil, .started: self.init([.request, .serial, .screen, .diskRead, .diskWritten, .network], 0.3)
    // Partition tables are read over and over, also by an installer that gets nowhere.
    case .partitioning: self.init([.request, .serial, .screen, .diskWritten, .network], 0.3)
    case .bootstrapping: self.init([.request, .diskWritten, .network], 0.8)
    case .configuring, .finishing: self.init([.request, .diskRead, .diskWritten, .network], 0.8)
    case .finished: self.init([.diskWritten], 0.1)
    case .failed: self.init([], 0)
    }
  }

  private init(_ signs: Set<Sign>, _ share: Double) {
    self.signs = signs
    self.share = share
  }
}
