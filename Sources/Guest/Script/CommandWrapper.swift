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

  /// What the host sends, each when asked: a line of the token and two sizes, then the setup and the program.
  static func messages(for command: GuestCommand, token: String) -> [[UInt8]] {
    let setup = Array(setup(for: command).utf8)
    return [Array("\(token) \(setup.count) \(command.program.count)\n".utf8), setup, command.program]
  }

  private static func setup(for command: GuestCommand) -> String {
    let variables = command.environment.merging(command.secrets) { _, secret in secret }
    let exports = variables.sorted { $0.key < $1.key }.map { "export \($0)=\(shellQuoted($1))\n" }
    return exports.joined() + "set -- \(command.arguments.map(shellQuoted).joined(separator: " "))\n"
  }

  /// - It runs few programs, each of which costs 50 ms under emulation.
  /// - /dev in the guest's view is the appliance's devtmpfs, in memory: what is put there is in no image.
  /// - The script writes to a pipe, as the port itself can be opened only once, which `>/dev/stderr` would do again.
  /// - What a script leaves running would hold that pipe, and later the file systems: it is ended. A process is the
  ///   guest's if its root is ours; the appliance's own have another.
  /// - policy-rc.d keeps Debian's maintainer scripts from starting services (invoke-rc.d(8)); a script that puts its
  ///   own there keeps it.
  private static let text = #"""
    port=/dev/virtio-ports/\#(CommandChannel.port)
    [ -c "$port" ] || { echo "$port is missing" >&2; exit 1; }
    exec 3<>"$port" || exit 1
    ask() { echo next >&3; }
    ask
    read -r token setup program <&3 || exit 1

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

    policy=/usr/sbin/policy-rc.d
    blocked='exit 101 # kiln: no service is started while an image is built'
    is_debian() { [ -e /var/lib/dpkg/status ]; }
    if is_debian; then
      answers=/var/cache/debconf/config.dat
      [ ! -e "$answers" ] || name_boot_disks /dev <"$answers"
      if [ -e "$policy" ] || [ -L "$policy" ]; then mv "$policy" "$policy.kiln" || exit 1; fi
      printf '%s\n' '#!/bin/sh' "$blocked" >"$policy" || exit 1
      executable="$executable $policy"
    fi
    chmod 755 $executable || exit 1

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
    }
    found=$(left)
    for id in $found; do
      # Before it is gone, and its name with it.
      read -r name 2>/dev/null <"/proc/$id/comm" || continue
      if kill "$id" 2>/dev/null; then
        echo "kiln: ended '$name', which the script left running" >&4
        running=yes
      fi
    done
    if [ "${running:-}" ]; then
      sleep 1
      for id in $(left); do kill -9 "$id" 2>/dev/null; done
    fi
    exec 4>&-
    wait "$reader"

    is_ours() { { read -r line && IFS= read -r line; } <"$policy" && [ "$line" = "$blocked" ]; }
    ours=
    if is_debian && [ -f "$policy" ] && is_ours; then ours=$policy; fi
    rm -rf /dev/kiln $ours
    if [ "$ours" ] && { [ -e "$policy.kiln" ] || [ -L "$policy.kiln" ]; }; then mv "$policy.kiln" "$policy"; fi
    printf '%s %s\n' "$token" "$status" >&3
    """#
}
