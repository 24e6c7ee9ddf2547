import Imaging
import Jobs
import Planning
import Storage

/// Does one job, on this machine or on another.
///
/// Nothing else is shared between a worker and the run: the job goes in, events of its phases and output come out, and the
/// result is in the store or in the output folder when the call returns.
protocol Worker: Sendable {
  /// - Returns: what came of it; nil when someone else has done it meanwhile.
  /// - Throws: why the job could not be done; `CancellationError` when the task was cancelled, with everything that was
  ///   started for the job ended.
  func perform(_ job: Job, of plan: Plan) async throws -> Completion?
}

/// Does jobs in this process.
struct LocalWorker: Worker {
  let workshop: Workshop

  func perform(_ job: Job, of plan: Plan) async throws -> Completion? {
    let phase = LastPhase()
    let workshop = workshop.telling(phase)
    workshop.store.forgetFailure(of: job.image.appliance.name)
    do {
      switch job.work {
      case .layer(let layer, _): return try await LayerBuild(workshop: workshop).run(layer, for: job)
      case .seal: return try await seal(job, of: plan, in: workshop)
      }
    } catch {
      throw workshop.recording(
        error, of: job.name, for: job.image, phase: phase.name ?? job.firstPhase,
        log: workshop.store.log(of: job))
    }
  }

  private func seal(_ job: Job, of plan: Plan, in workshop: Workshop) async throws -> Completion {
    do {
      return try await SealStep(workshop: workshop).run(job, of: plan)
    } catch {
      throw SpaceCheck(store: workshop.store, options: workshop.options).explained(error)
    }
  }
}

extension Job {
  /// What is done before any part of the work is told of; sealing is one part.
  fileprivate var firstPhase: String? {
    if case .seal = work { "sealing" } else { nil }
  }
}
