/// The settings of the appliance's kernel that can be changed (proc_sys(5)), by which a script may change what comes after it.
///
/// They are not put back: some take others with them, as the kernel's `vm.dirty_bytes` and `vm.dirty_ratio` do.
extension GuestSession {
  /// Remembers the settings as they are.
  ///
  /// - Throws: ``GuestError``.
  public func noteKernelSettings() throws { kernelSettings = try currentKernelSettings() }

  /// Whether all settings that were remembered are as they were then; false where none were.
  ///
  /// - Throws: ``GuestError``.
  public func hasItsKernelSettings() throws -> Bool {
    // What has come since, came with a module or a device.
    try !kernelSettings.isEmpty && kernelSettings.isSubset(of: currentKernelSettings())
  }

  /// A line for each line of each setting, after its path.
  private func currentKernelSettings() throws -> Set<Substring> {
    Set(try handle.applianceShell(KernelSettingsScript.text).split(separator: "\n"))
  }
}

/// Those that the kernel changes by itself are left out. The host's name is set anew for each layer.
private enum KernelSettingsScript {
  static let text = """
    cd /proc/sys && find . -type f -perm -200 ! -name hostname ! -name ns_last_pid \
      ! -name perf_event_max_sample_rate -exec grep -s '' /dev/null '{}' + || :
    """
}
