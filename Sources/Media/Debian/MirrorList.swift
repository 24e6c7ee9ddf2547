private import Synchronization

/// The mirrors of an archive, as base URLs. One that cannot be reached is passed over from then on.
final class MirrorList: Sendable {
  let all: [String]
  private let unreachable = Mutex<Set<String>>([])

  /// - Parameter all: the one to ask first, first.
  init(_ all: [String]) {
    self.all = all
  }

  /// Those to ask; all of them, when none could be reached: one may be back.
  private var usable: [String] {
    let unreachable = unreachable.withLock { $0 }
    let usable = all.filter { !unreachable.contains($0) }
    return usable.isEmpty ? all : usable
  }

  /// Asks each mirror for a file at each of its places, until one has it.
  /// - Parameters:
  ///   - archive: the state that names the file, for messages.
  ///   - what: the file, for messages.
  ///   - isFixed: whether a place never has other bytes, so that a wrong digest is no sign of a mirror that moves.
  /// - Throws: `MediaError.inconsistent` when mirrors answer and none has the file.
  func first<Place>(
    of places: [Place], archive: String, what: String, isFixed: (Place) -> Bool,
    _ attempt: (_ mirror: String, Place) async throws -> String
  ) async throws -> String {
    var attempts: [MediaError] = []
    var isMoving = false
    var isWrong = false
    for mirror in usable {
      for place in places {
        do {
          return try await attempt(mirror, place)
        } catch let error as MediaError where error.isOfAnotherState {
          attempts.append(error)
          if error.isStatus || !isFixed(place) { isMoving = true } else { isWrong = true }
        } catch let error as MediaError where error.isOfItsSource {
          attempts.append(error)
          unreachable.withLock { _ = $0.insert(mirror) }
          break
        }
      }
    }
    if isMoving, !isWrong {
      throw MediaError.inconsistent(archive: archive, what: what, attempts: attempts)
    }
    throw attempts.count == 1 ? attempts[0] : MediaError.everywhere(attempts)
  }
}

extension MediaError {
  /// Whether the server has something else than what an index says, or nothing.
  fileprivate var isOfAnotherState: Bool {
    switch self {
    case .status(_, let status): [403, 404, 410].contains(status)
    case .wrongDigest, .tooLarge: true
    default: false
    }
  }

  fileprivate var isStatus: Bool { if case .status = self { true } else { false } }
}
