extension GuestCommand {
  /// Where a system says whether it uses SELinux; selinux_config(5).
  public static let labelSettings = "/etc/selinux/config"

  /// Gives every file the label that the image's own SELinux policy has for it.
  ///
  /// What is written while the policy is not loaded, as here, has none, and an enforcing system refuses to use it
  /// (guestfs(3), SELINUX). Where the image cannot do it here, it does at its first boot, and boots again.
  public static let relabel = GuestCommand(
    program: Array(
      """
      #!/bin/sh
      set -eu
      . \(labelSettings)
      [ "${SELINUX:-disabled}" != disabled ] || exit 0
      contexts=/etc/selinux/${SELINUXTYPE:-targeted}/contexts/files/file_contexts
      # -m: all file systems, for this kernel calls none of them labelled.
      if setfiles -F -m -e /dev -e /proc -e /sys "$contexts" /; then
        echo "all files are labelled"
      else
        echo "setfiles cannot label here: the system does it at its first boot"
        touch /.autorelabel
      fi

      """.utf8))
}
