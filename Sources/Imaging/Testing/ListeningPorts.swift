import Images

/// TCP ports that a guest listens on and that can be reached from outside, and which programs do; proc_pid_net(5), `tcp`.
struct ListeningPorts: Hashable, Sendable {
  /// By number.
  let listening: [ListeningPort]

  var ports: [Int] { listening.map(\.port) }

  /// Prints the lines of `/proc/net/tcp` and `/proc/net/tcp6` that are of listening sockets, and below them `held [INODE] PROGRAM` for each
  /// process that has one open. Two programs are started for all of it: an emulated guest takes long to start one.
  static let body = #"""
    tables=/proc/net/tcp
    [ ! -e /proc/net/tcp6 ] || tables="$tables /proc/net/tcp6"
    listening=$(cat $tables) || exit 1
    listening=$(echo "$listening" | while read -r slot local remote state rest; do
      [ "$state" = 0A ] && echo "$slot $local $remote $state $rest"
    done)
    echo "$listening"
    set --
    for inode in $(echo "$listening" | while read -r slot local remote state queues timer retransmits user timeout inode rest; do echo "$inode"; done); do
      set -- "$@" -e "socket:\[$inode\]"
    done
    [ $# -gt 0 ] || exit 0
    ls -l /proc/[0-9]*/fd 2> /dev/null | grep -e '^/proc/' "$@" | while read -r line; do
      case $line in
        /proc/*) process=${line%/fd*} ;;
        *) read -r name < "$process/comm" && echo "held ${line##*socket:} $name" ;;
      esac
    done
    exit 0
    """#

  /// - Parameter text: what ``body`` prints.
  init(_ text: String) {
    var inodes: [Int: Set<Substring>] = [:]
    var holders: [Substring: Set<String>] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("held [") {
        let parts = line.dropFirst(6).split(separator: "]", maxSplits: 1)
        if parts.count == 2 { holders[parts[0], default: []].insert(String(parts[1].dropFirst())) }
        continue
      }
      let words = line.split(separator: " ")
      guard words.count > 3, words[3] == "0A" else { continue }
      let parts = words[1].split(separator: ":")
      guard parts.count == 2, !Self.isLoopback(parts[0]), let port = Int(parts[1], radix: 16) else {
        continue
      }
      inodes[port, default: []].formUnion(words.count > 9 ? [words[9]] : [])
    }
    listening = inodes.sorted { $0.key < $1.key }.map { port, inodes in
      ListeningPort(port, of: inodes.reduce(into: []) { $0.formUnion(holders[$1] ?? []) })
    }
  }

  /// Addresses are words of the processor's own byte order: little-endian on all that we know.
  private static func isLoopback(_ address: Substring) -> Bool {
    if address.count == 8 { return address.hasSuffix("7F") }
    return address == "00000000000000000000000001000000"
      || address.hasPrefix("0000000000000000FFFF0000") && address.hasSuffix("7F")
  }

  var text: String { ports.isEmpty ? "none" : ports.map(String.init).joined(separator: ", ") }
}
