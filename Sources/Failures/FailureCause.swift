import Foundation

/// Why a layer or an image was not made, in a word that programs can act on: `cause` of ``FailureRecord``.
public enum FailureCause: String, Codable, Hashable, Sendable, CaseIterable {
  // The installer did not get on.
  case answersNeverFetched = "answers-never-fetched"
  case silent
  case stuck
  case asksQuestion = "asks-question"
  case tooLong = "too-long"
  case phaseFailed = "phase-failed"
  case answerFileError = "answer-file-error"

  // The installer's machine ended, or never came up.
  case guestPanicked = "guest-panicked"
  case guestHung = "guest-hung"
  case guestDied = "guest-died"
  case guestRestarted = "guest-restarted"
  case guestPoweredOff = "guest-powered-off"
  case bootFailed = "boot-failed"

  // The new system could not be made as asked.
  case noSpace = "no-space"
  case diskTooSmall = "disk-too-small"
  case noDisk = "no-disk"
  case lowMemory = "low-memory"
  case noNetwork = "no-network"
  case noKernelModules = "no-kernel-modules"
  case packageNotFound = "package-not-found"
  case mirrorUnreachable = "mirror-unreachable"
  case bootLoaderFailed = "boot-loader-failed"
  case wrongArchitecture = "wrong-architecture"

  // A provisioning step.
  case scriptFailed = "script-failed"
  case scriptTimedOut = "script-timed-out"
  case packagesUnsound = "packages-unsound"
  case secretMissing = "secret-missing"

  // Media.
  case mediaMissing = "media-missing"
  case mediaUnreachable = "media-unreachable"
  case mirrorInconsistent = "mirror-inconsistent"
  case mediaDigest = "media-digest"
  case mediaSignature = "media-signature"
  case mediaMalformed = "media-malformed"
  case imageUnusable = "image-unusable"
  case offline

  // This host.
  case hostDiskFull = "host-disk-full"
  case hostFile = "host-file"
  case noPermission = "no-permission"
  case needsRoot = "needs-root"
  case storeDamaged = "store-damaged"
  case programMissing = "program-missing"
  case programFailed = "program-failed"
  case machineFailed = "machine-failed"
  case libguestfsFailed = "libguestfs-failed"
  /// Another process works with what this one needs alone.
  case inUse = "in-use"

  /// What it was made from, or stands on, was replaced or removed since it was planned.
  case changedMeanwhile = "changed-meanwhile"

  case parentFailed = "parent-failed"
  /// The image is there, and has not passed its test.
  case bootCheck = "boot-check"
  /// The image is there, and holds what nobody should get.
  case residueFound = "residue-found"
  /// Nothing that is known: a fault of Kiln's own, or of its knowledge.
  case unknown
}

extension FailureCause {
  /// What the system means by refusing a call on a file of this host; nil where it says no more than that it failed.
  ///
  /// - Parameter code: errno(3); nil where it is not known.
  public init?(systemCode code: Int32?) {
    guard let code else { return nil }
    switch code {
    case ENOSPC, EDQUOT: self = .hostDiskFull
    case EACCES, EPERM, EROFS: self = .noPermission
    default: return nil
    }
  }
}
