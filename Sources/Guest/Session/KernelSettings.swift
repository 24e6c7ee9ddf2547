/// The settings of the appliance's kernel that can be changed (proc_sys(5)), by which a script may change what comes after it.
///
/// They are not put back: some take others with them, as the kernel's `vm.dirty_bytes` and `vm.dirty_ratio` do.
extension GuestSession {
  /// Remembers the settings as they are.
  ///
  /// - Throws: ``GuestError``.
  public func noteKernelSettings() throws {
    kernelSettings = try handle.applianceShell("\(KernelSettingsScript.list)\n\(KernelSettingsScript.read)")
  }

  /// Whether all settings that were remembered are as they were then; false where none were.
  ///
  /// - Throws: ``GuestError``.
  public func hasItsKernelSettings() throws -> Bool {
    // What has come since, came with a module or a device.
    try !kernelSettings.isEmpty && kernelSettings == handle.applianceShell(KernelSettingsScript.read)
  }
}

/// The shell program that reads them: 0.1 s under emulation.
///
/// The kernel sets aside as much as is asked for, for each file: `head` asks for little, `cat` and `grep` take seconds.
private enum KernelSettingsScript {
  /// Without those that the kernel changes by itself, the host's name, which is set anew for each layer, and those of single network
  /// interfaces, which are a third of all.
  static let list = """
    cd /proc/sys && find . -type f -perm -600 ! -name hostname ! -name ns_last_pid ! -name perf_event_max_sample_rate \
      ! -name stat_refresh ! -path '*/neigh/*' ! -path '*/conf/[!a]*' > /tmp/kiln-settings || :
    """

  static let read = "cd /proc/sys && head -v -c 500 $(cat /tmp/kiln-settings) 2> /dev/null || :"
}
