import Console
import Foundation
import Images

/// What is known of a build, in words: one fact for each thing that can be said of it.
extension BuildFindings {
  struct Fact {
    let subject: Subject
    /// A few words.
    let text: String
    /// What is behind them, a line each.
    var details: [String] = []
    let look: Look
  }

  /// What it is painted as: nothing that was not checked is shown as good.
  enum Look: String {
    case good = "built"
    case bad = "failed"
    case doubtful = "unchecked"
    /// It was checked, and is worth a look.
    case notable
    /// Neither good nor bad in itself.
    case plain
  }

  /// Of what was not checked, why.
  ///
  /// - Parameter run: when the run began that tells of it: what was judged before that is not shown as checked.
  func fact(_ subject: Subject, in run: Date? = nil) -> Fact {
    let known: Fact? =
      switch subject {
      case .tests: tests.map(\.fact)
      case .residue: residue.map(\.fact)
      case .sbom: sbom.map(\.fact)
      case .signature: signature.map(\.fact)
      case .updates: updates.map(\.fact)
      case .vulnerabilities: vulnerabilities.map(\.fact)
      case .policy: policy.map { verdict in verdict.fact(isStanding: run.map { verdict.when < $0 } ?? false) }
      }
    let gap = unchecked.first { $0.what == subject }
    return known
      ?? Fact(
        subject: subject, text: subject.absence, details: gap.map { [$0.why] } ?? [],
        look: gap?.wanted == true ? .doubtful : .plain)
  }

  /// Such as `tests`, in a line or a column of its own.
  static func title(_ subject: Subject) -> String {
    switch subject {
    case .tests: "Tests"
    case .residue: "Residue"
    case .sbom: "Inside"
    case .signature: "Signed by"
    case .updates: "Updates"
    case .vulnerabilities: "Vulnerabilities"
    case .policy: "Policy"
    }
  }
}

extension BuildFindings.Subject {
  fileprivate var absence: String { self == .signature ? "nobody" : "not checked" }
}

extension BuildFindings.Tests {
  fileprivate var fact: BuildFindings.Fact {
    let parts = [
      failed.isEmpty ? nil : "\(failed.count) failed",
      passed == 0 && failed.isEmpty ? "none passed" : "\(passed) passed",
      skipped.isEmpty ? nil : "\(skipped.count) skipped",
      untested.isEmpty ? nil : "\(untested.count) not done",
    ].compactMap(\.self)
    let details =
      failed.map { "failed: \($0.name)" + ($0.message.map { ": \($0)" } ?? "") }
      + skipped.map { "skipped: \($0.name)" + ($0.message.map { ": \($0)" } ?? "") }
      + untested.map { "not tested: \($0.what): \($0.why)" }
    let isWhole = skipped.isEmpty && untested.isEmpty && passed > 0
    return BuildFindings.Fact(
      subject: .tests, text: parts.joined(separator: ", "),
      details: (seconds > 0 ? ["took \(formatted(.seconds(seconds.rounded())))"] : []) + details,
      look: !failed.isEmpty ? .bad : isWhole ? .good : .doubtful)
  }
}

extension BuildFindings.Residue {
  fileprivate var fact: BuildFindings.Fact {
    let allowance = allowed.reduce(0) { $0 + $1.count }
    let rest = faults - messages.count
    let text: [String?] = [
      faults > 0 ? counted(faults, "finding") : "clean", allowance > 0 ? "\(allowance) allowed" : nil,
    ]
    let reasons = allowed.map {
      "allowed: \($0.first)\($0.count > 1 ? " and \($0.count - 1) more" : ""): \($0.reason)"
    }
    return BuildFindings.Fact(
      subject: .residue, text: text.compactMap(\.self).joined(separator: ", "),
      details: messages + (rest > 0 ? ["and \(rest) more"] : []) + reasons,
      look: faults > 0 ? .bad : .good)
  }
}

extension BuildFindings.SBOM {
  fileprivate var fact: BuildFindings.Fact {
    let size = counted(packages, "package") + (components > 0 ? ", \(components) other" : "")
    var details = components > 0 ? ["\(counted(components, "component")) of no package"] : []
    guard let change else {
      return BuildFindings.Fact(subject: .sbom, text: size, details: details, look: .plain)
    }
    details.append(
      change.isEmpty ? "the same as in \(change.since)" : "since \(change.since):")
    details += change.packages.lines + change.components.lines
    let changes = [change.packages.summary, change.components.summary].compactMap(\.self)
    return BuildFindings.Fact(
      subject: .sbom, text: ([size] + changes.map { "(\($0))" }).joined(separator: " "), details: details,
      look: .plain)
  }
}

extension PackageChanges {
  /// `2 new, 1 changed`; nil for nothing.
  var summary: String? {
    let parts = [(added.count, "new"), (removed.count, "gone"), (changed.count, "changed")]
    let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return told.isEmpty ? nil : told.joined(separator: ", ")
  }
}

extension BuildFindings.Signature {
  fileprivate var fact: BuildFindings.Fact {
    let named = keys.filter { $0.name != nil }
    let shown = keys.map { $0.name ?? "\($0.id.prefix(12))" }
    let details = keys.map { key in
      key.name.map { "\($0): \(key.id)" } ?? "\(key.id): whose key it is is unknown here"
    }
    return BuildFindings.Fact(
      subject: .signature, text: shown.isEmpty ? "nobody" : shown.joined(separator: ", "),
      details: (fault.map { [$0] } ?? []) + details,
      look: fault != nil ? .bad : named.isEmpty ? .doubtful : .good)
  }
}

extension BuildFindings.Updates {
  fileprivate var fact: BuildFindings.Fact {
    BuildFindings.Fact(
      subject: .updates,
      text: count == 0 ? "none" : "\(count)" + (security > 0 ? ", \(security) for security" : ""),
      look: security > 0 ? .notable : .plain)
  }
}

extension BuildFindings.Vulnerabilities {
  fileprivate var fact: BuildFindings.Fact {
    let found = counts.filter { $0.fixed + $0.unfixed > 0 }
    let fixed = found.reduce(0) { $0 + $1.fixed }
    // What is not severe is in every image.
    let worst = found.filter { $0.severity >= .high }
    let severe = worst.map { "\($0.fixed + $0.unfixed) \($0.severity.rawValue)" }
    let text =
      found.isEmpty
      ? "none known"
      : "\(count)"
        + (severe.isEmpty ? "" : " (\(severe.joined(separator: ", ")))")
        + ", \(fixed) with a fix"
    let against = data.map { data in
      "by \(data.name)" + (data.date.map { " of \($0.ISO8601Format().prefix(10))" } ?? "")
    }
    return BuildFindings.Fact(
      subject: .vulnerabilities, text: text,
      details: found.map { "\($0.severity.rawValue): \($0.fixed) fixed, \($0.unfixed) unfixed" } + against,
      look: found.isEmpty ? .good : worst.contains { $0.fixed > 0 } ? .notable : .plain)
  }
}

extension BuildFindings.PolicyVerdict {
  /// - Parameter isStanding: whether it was judged on another day, and not again.
  fileprivate func fact(isStanding: Bool) -> BuildFindings.Fact {
    let day = when.ISO8601Format().prefix(10)
    let told = broken.map { rule in
      "\(rule.rule) \(rule.outcome == .failed ? "failed" : "is not known"): \(rule.evidence.joined(separator: "; "))"
    }
    return BuildFindings.Fact(
      subject: .policy, text: (admitted ? "admitted" : "refused") + (isStanding ? " on \(day)" : ""),
      details: (refusal.map { [$0] } ?? []) + told
        + ["by \(title), \(counted(rules, "rule")), on \(day)"],
      look: !admitted ? .bad : isStanding ? .plain : .good)
  }
}
