import Text

/// The shell program that runs a script in the guest, and what it is sent.
enum CommandWrapper {
  /// The whole command for libguestfs. It holds nothing of the script's own, so no trace can.
  ///
  /// - Parameter disks: how many of the appliance's disks are the image's.
  static func command(disks: Int) -> [String] {
    ["env", "-i"] + environment.map { "\($0)=\($1)" } + ["/bin/sh", "-c", text, "kiln", "\(disks)"]
  }

  /// Before the script's own, which may override it.
  private static let environment: KeyValuePairs = [
    "PATH": "/dev/kiln/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "USER": "root",
    "LOGNAME": "root",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "DEBIAN_FRONTEND": "noninteractive",
    "DEBCONF_NONINTERACTIVE_SEEN": "true",
    // systemctl then enables and disables, but starts nothing.
    "SYSTEMD_OFFLINE": "1",
    "APT_CONFIG": "/dev/kiln/apt.conf",
  ]

  /// What the host sends, each when asked: a line of the token, two sizes and the name, then the setup and the program.
  static func messages(for command: GuestCommand, token: String) -> [[UInt8]] {
    let setup = Array(setup(for: command).utf8)
    let name = command.name.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : "\($0)" }
    let head = "\(token) \(setup.count) \(command.program.count) \(name.joined())\n"
    return [Array(head.utf8), setup, command.program]
  }

  private static func setup(for command: GuestCommand) -> String {
    let variables = command.environment.merging(command.secrets) { _, secret in secret }
    let exports = variables.sorted { $0.key < $1.key }.map { "export \($0)=\(shellWord($1))\n" }
    let settings = command.aptSettings.map { "echo \(shellWord($0)) >>\"$APT_CONFIG\"\n" }
    return exports.joined() + settings.joined() + interpreterCheck(command)
      + "set -- \(command.arguments.map(shellWord).joined(separator: " "))\n"
  }

  /// Says why execve(2) would fail, which would say it of the program and not of what it needs.
  private static func interpreterCheck(_ command: GuestCommand) -> String {
    guard let file = command.interpreter.map(shellWord) else { return "" }
    let words = shellWord("\(file), which \(command.name) needs to run")
    return """
      why=
      if [ -d \(file) ]; then why='is a folder'; elif [ ! -e \(file) ]; then why='is not in the image'
      elif [ ! -x \(file) ]; then why='cannot be executed'; fi
      if [ "$why" ]; then echo "kiln: "\(words)", $why" >&2; exit 127; fi
      unset why

      """
  }

  /// - It runs few programs, each of which costs 50 ms under emulation.
  /// - /dev in the guest's view is the appliance's devtmpfs, in memory: what is put there is in no image.
  /// - The script writes to a pipe, as the port itself can be opened only once, which `>/dev/stderr` would do again.
  /// - What a script leaves running would hold that pipe, and later the file systems: it is ended. A process is the
  ///   guest's if its root is ours or below it; the appliance's own have another.
  private static let text = #"""
    port=/dev/virtio-ports/\#(CommandChannel.port)
    [ -c "$port" ] || { echo "$port is missing" >&2; exit 1; }
    exec 3<>"$port" || exit 1
    ask() { echo next >&3; }
    ask
    read -r token setup program name <&3 || exit 1

    # Nothing comes unasked, so a head that reads ahead finds nothing to take.
    receive() { ask && head -c "$1" <&3; }
    # The appliance makes none of these; a script's >/dev/stderr would make a file.
    for stream in 0:stdin 1:stdout 2:stderr; do
      [ -L "/dev/${stream#*:}" ] || ln -s "/proc/self/fd/${stream%:*}" "/dev/${stream#*:}"
    done
    \#(DeviceNames.shell)
    name_disks /dev "$1"
    umask 022
    mkdir -p /dev/kiln/bin && mkfifo /dev/kiln/output || exit 1
    setup=$(receive "$setup") || exit 1
    receive "$program" >/dev/kiln/script || exit 1
    printf '#!/bin/sh\nexit 0\n' >/dev/kiln/bin/start-stop-daemon
    printf '%s\n' 'Acquire::Languages "none";' 'APT::Update::Error-Mode "any";' 'Dpkg::Use-Pty "0";' \
      'DPkg::Options { "--force-unsafe-io"; "--force-confdef"; "--force-confold"; };' >/dev/kiln/apt.conf
    executable="/dev/kiln/script /dev/kiln/bin/start-stop-daemon"

    chmod 755 $executable || exit 1
    \#(ResolverAndServicesScript.functions)
    \#(LeftoverMountsScript.functions)
    name_listed_disks /dev /etc/fstab /etc/crypttab /etc/mdadm/mdadm.conf /etc/initramfs-tools/conf.d/resume
    if is_debian; then
      answers=/var/cache/debconf/config.dat
      [ ! -e "$answers" ] || name_boot_disks /dev <"$answers"
      block_services && chmod 755 "$policy" || exit 1
    fi
    borrowed=$(resolver)
    take_note

    cat /dev/kiln/output >&3 &
    reader=$!
    exec 4>/dev/kiln/output
    (
      exec 3>&- 4>&-
      eval "$setup"
      exec /dev/kiln/script "$@"
    ) </dev/null >&4 2>&1
    status=$?

    left() {
      for process in /proc/[0-9]*; do
        case ${process#/proc/} in $$ | $reader) continue ;; esac
        [ "$process/root" -ef / ] && echo "${process#/proc/}"
      done
      # In a chroot of its own: not the root of the appliance's processes, nor of its kernel's.
      ls -ld /proc/[0-9]*/root 2>/dev/null | while IFS= read -r line; do
        case $line in *" -> /"?*) line=${line%%/root -> *}; id=${line##*/proc/} ;; *) continue ;; esac
        [ "/proc/$id/root" -ef /proc/1/root ] || [ "/proc/$id/root" -ef /proc/2/root ] || echo "$id"
      done
    }
    found=$(left)
    for id in $found; do
      # Before it is gone, and its name with it.
      read -r process 2>/dev/null <"/proc/$id/comm" || continue
      if kill "$id" 2>/dev/null; then
        echo "kiln: ended '$process', which $name left running" >&4
        running=yes
      fi
    done
    if [ "${running:-}" ]; then
      sleep 1
      for id in $(left); do kill -9 "$id" 2>/dev/null; done
    fi
    undo >&4 || failed=yes
    set_resolver_aside >&4 || { echo "kiln: $name made $resolver what cannot be kept" >&4; failed=yes; }
    lost=$(lost)
    if [ "$lost" ]; then echo "$lost" >&4; failed=yes; fi
    exec 4>&-
    wait "$reader"

    rm -rf /dev/kiln
    unblock_services
    if [ "${failed:-}" ] && [ "$status" = 0 ]; then status=1; fi
    printf '%s %s %s\n' "$token" "$status" "$resolver_is" >&3
    """#
}
