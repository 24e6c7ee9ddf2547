import Text

/// What makes the same commands leave the same files, whenever they run.
extension GuestSession {
  /// The command, told the time that nothing it writes is to be newer than, where the session has one
  /// (reproducible-builds.org, "SOURCE_DATE_EPOCH"). What the command says itself holds.
  func settled(_ command: GuestCommand) -> GuestCommand {
    var command = command
    if let epoch {
      // Python orders sets, some of which it writes down, by hashes that are random otherwise.
      command.environment.merge(["SOURCE_DATE_EPOCH": "\(epoch)", "PYTHONHASHSEED": "0"]) { own, _ in own }
    }
    if takesExpiredArchives { command.aptSettings.append(#"Acquire::Check-Valid-Until "false";"#) }
    return command
  }

  /// Gives what is newer than the session's time that time: the last that is done while file systems are mounted. Those that
  /// something else mounted are left out.
  ///
  /// - Returns: what could not be changed, in words; nothing where the session has no time.
  /// - Throws: ``GuestError``.
  public func settleTimes() throws -> [String] {
    guard let epoch else { return [] }
    let folders = ownMounts.sorted().map { shellWord("/sysroot" + ($0 == "/" ? "" : $0)) }
    return try handle.applianceShell(
      """
      for folder in \(folders.joined(separator: " ")); do
        find "$folder" -xdev -newermt @\(epoch) -exec touch --no-dereference --date=@\(epoch) '{}' + 2>&1
      done
      """
    ).split(separator: "\n").map(String.init)
  }
}
