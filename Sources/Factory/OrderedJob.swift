import Builds
import Foundation
import JSON
import Jobs
import Provisioners
import Recipes
import Storage

/// An order that a run in another process has given, done in this one.
public struct OrderedJob: Sendable {
  private let order: JobOrder

  /// - Parameter json: as `JobOrder` encodes itself.
  /// - Throws: ``OrderError`` for what is no order, or one of another version of Kiln.
  public init(_ json: Data) throws {
    do {
      let format = try decodeJSON(Head.self, from: json).format
      guard format == JobOrder.currentFormat else {
        throw OrderError(
          description:
            "the order is of format \(format), and this version of Kiln does those of format \(JobOrder.currentFormat): "
            + "use the same version on both sides")
      }
      let order = try decodeJSON(
        JobOrder.self, from: json, userInfo: [.provisioners: ProvisionerRegistry.all])
      if let fault = order.fault { throw OrderError(description: "the order cannot be done: \(fault)") }
      self.order = order
    } catch let error where !(error is OrderError) {
      throw OrderError(description: "the order cannot be read: \(error)")
    }
  }

  private struct Head: Decodable {
    let format: Int
  }

  /// Does it.
  ///
  /// - Parameters:
  ///   - environment: where secrets are looked for, beside files.
  ///   - events: told of all that happens, the end of each job included.
  /// - Returns: whether all its jobs were done.
  /// - Throws: cancellation only.
  public func perform(
    environment: [String: String], events: @escaping EventSink
  ) async throws -> Bool {
    guard let last = order.jobs.last else { return true }
    let host = BuildHost(accelerator: order.accelerator)
    let store = Store(root: order.store.root, sharedGroup: order.store.sharedGroup)
    store.integrity.reports.tell { events(.notice($0)) }
    do {
      try store.prepare()
      let executor = LocalExecutor(
        store: store, host: host,
        secrets: try Secrets(order.secrets, environment: environment).values)
      // What is left of this process is ended by the next run, though the one that gave the order goes on.
      let completion = try await ProcessMark(store: store.root).marking {
        try await executor.perform(order, events: events)
      }
      events(completion.map { .finished(last.name, $0) } ?? .reused(last.name, path: nil))
      return true
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let context = BuildContext(store: store, settings: order.settings, host: host, events: events)
      events(.failed(last.name, context.recorded(error, of: last.name, for: last.image, phase: nil)))
      return false
    }
  }
}

/// Why an order cannot be done.
public struct OrderError: Error, CustomStringConvertible {
  public let description: String
}
