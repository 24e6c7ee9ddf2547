extension GuestCommand {
  /// Prints a line for each fault of rpm's database, as `nginx-1.26-1.x86_64: libpcre2.so.8 is needed`; none where the image
  /// has no rpm.
  ///
  /// Several of a kernel, of its modules and of keys are there by intent (dnf.conf(5), installonlypkgs).
  public static let rpmFaults = GuestCommand(
    program: Array(
      #"""
      #!/bin/sh
      command -v rpm >/dev/null || exit 0
      rpm -Va --nofiles --noscripts --nodigest --nosignature 2>&1 |
        sed -nE 's/^[[:space:]]+(.* (is needed by|conflicts with|is obsoleted by) .*)$/\1/p; /^error: /p' | sort -u
      rpm -qa --qf '%{NAME}.%{ARCH}\n' | grep -vE '^(gpg-pubkey|kernel|kmod-)' | sort | uniq -d |
        sed 's/$/ is installed more than once/'

      """#.utf8), name: "rpm")
}
