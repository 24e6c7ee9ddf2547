import AnswerFiles
import Files
import Foundation
import Storage

/// Takes what an installer reports, on the server's thread: into its progress, its log and the evidence.
struct InstallReports: Sendable {
  let progress: InstallProgress
  let evidence: InstallEvidence
  let log: JobLog
  let onPhase: @Sendable (String) -> Void

  func sawRequest(ofAnswers: Bool) {
    progress.sawRequest(ofAnswers: ofAnswers)
  }

  func take(phase name: String, message: String) {
    // Anything may be posted by whatever runs in the guest: only known phases count.
    guard let phase = Phase(rawValue: name) else { return }
    log.write("phase: \(name)")
    onPhase(name)
    progress.saw(phase, message: message.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  func take(log bytes: [UInt8]) {
    // A log that cannot be kept must not fail an install that went well.
    try? FileSystem.write(Data(bytes), to: evidence.installerLog)
  }
}
