import Failures
import Files
import Foundation
import JSON

extension Store {
  /// Where the record of an appliance's last failure is, if it failed.
  func failureFile(of appliance: String) -> String { "\(logFolder(of: appliance))/failure.json" }

  /// Writes a record where its appliance's logs are. On a full disk there is no room for it; whoever has it still tells.
  public func remember(_ failure: FailureRecord) {
    try? FileSystem.makeFolder(logFolder(of: failure.appliance))
    try? FileSystem.write(try prettyJSON(failure), to: failureFile(of: failure.appliance))
  }

  /// Removes the record of an appliance that was built since.
  public func forgetFailure(of appliance: String) {
    try? FileSystem.remove(failureFile(of: appliance))
  }

  /// Why an appliance's last build failed; nil when it did not, or the record is unreadable.
  public func lastFailure(of appliance: String) -> FailureRecord? {
    document(FailureRecord.self, at: failureFile(of: appliance))
  }
}
