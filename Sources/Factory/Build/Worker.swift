import Planning

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
    switch job.work {
    case .layer(let layer, _): try await LayerBuild(workshop: workshop).run(layer, for: job)
    case .seal: try await SealStep(workshop: workshop).run(job.image, of: plan)
    }
  }
}
