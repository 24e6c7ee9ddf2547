import Foundation
import Images
import JSON
import Text

/// What is asked of every machine that one can log in to.
enum SystemChecks {
  static let all = [system, cloudInit, clock, machineID, hostKeys, disk, packages, ports]
  /// What is asked beside that where the firmware has Secure Boot.
  static let secure = [secureBoot, tpm]
  /// What two machines of one image must have of their own.
  static let identity = [machineID, hostKeys]

  /// First, since the others look at a machine that has come up. `--wait` is not there before systemd 240.
  static let system = GuestPart(
    name: "systemd", kind: .system,
    body: """
      [ -d /run/systemd/system ] || { echo "it is not run by systemd"; exit 77; }
      while state=$(systemctl is-system-running 2> /dev/null); [ "$state" = starting ] || [ "$state" = initializing ]; do sleep 1; done
      failed=$(systemctl list-units --failed --no-legend --plain --no-pager | while read -r unit rest; do echo "$unit"; done)
      [ "$state" = running ] || [ "$state" = degraded ] || { echo "systemd is $state"; exit 1; }
      [ -n "$failed" ] || { echo "$state"; exit 0; }
      for unit in $failed; do echo "== $unit"; journalctl -b -u "$unit" -n 10 --no-pager -o cat; done
      echo "failed units: "$failed
      exit 1
      """)

  /// cloud-init, "/run/cloud-init/result.json": written when all of its stages are over. Its own program takes seconds to start.
  static let cloudInit = GuestPart(
    name: "cloud-init", kind: .system,
    body: """
      command -v cloud-init > /dev/null || { echo "there is no cloud-init"; exit 77; }
      waited=0
      while [ ! -e /run/cloud-init/result.json ] && [ $waited -lt 120 ]; do sleep 1; waited=$((waited + 1)); done
      [ -e /run/cloud-init/result.json ] || { echo "it has not come to its end"; exit 1; }
      cat /run/cloud-init/result.json
      """
  ) { answer in
    guard answer.status == 0 else { return Judgement(status: answer) }
    guard let result = try? parseJSON(answer.output.utf8), let errors = result["v1"]?["errors"]?.array else {
      return .failed("what it says of its end cannot be read")
    }
    let texts = errors.map { $0.string ?? $0.canonical }
    return texts.isEmpty ? .passed : .failed(texts.joined(separator: "; "))
  }

  static let clock = GuestPart(name: "clock", kind: .system, body: "date +%s") { answer in
    guard let seconds = Int(answer.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      return .failed("it has none that can be read")
    }
    let time = Date(timeIntervalSince1970: TimeInterval(seconds))
    let sane =
      answer.heard.lowerBound.addingTimeInterval(-60)...answer.heard.upperBound.addingTimeInterval(60)
    if sane.contains(time) { return .passed }
    return .failed(
      "it is \(time.formatted(.iso8601)), and on this host \(answer.heard.upperBound.formatted(.iso8601))")
  }

  /// What is older than the boot was in the image, and is the same in all machines of it. The clock starts anew with each boot, so
  /// some seconds are nobody's fault.
  private static let isNew = """
    booted=$(while read -r word value; do [ "$word" = btime ] && echo "$value"; done < /proc/stat)
    new() { [ "$(stat -L -c %Y "$1")" -ge $((booted - 5)) ]; }
    """

  static let machineID = GuestPart(
    name: "machine id", kind: .identity,
    body: """
      \(isNew)
      id=$(cat /etc/machine-id) || exit 1
      echo "$id"
      case $id in *[!0-9a-f]*|'') echo "it is no machine id"; exit 1 ;; esac
      [ ${#id} -eq 32 ] || { echo "it is no machine id"; exit 1; }
      new /etc/machine-id || { echo "it was in the image: all machines would have the same"; exit 1; }
      """)

  static let hostKeys = GuestPart(
    name: "host keys", kind: .identity,
    body: """
      \(isNew)
      any= old=
      for key in /etc/ssh/ssh_host_*_key; do
        [ -e "$key" ] || continue
        any=1
        cat "$key.pub"
        new "$key" || old="$old $key"
      done
      [ -n "$any" ] || { echo "there are none"; exit 1; }
      [ -z "$old" ] || { echo "in the image, so that all machines would have the same:$old"; exit 1; }
      """)

  /// UEFI specification 2.10, "Globally Defined Variables"; a variable's file begins with four bytes of attributes (Linux,
  /// Documentation/filesystems/efivarfs.rst).
  static let secureBoot = GuestPart(
    name: "Secure Boot", kind: .system,
    body: """
      [ -d /sys/firmware/efi ] || { echo "the system was not started by UEFI"; exit 1; }
      folder=/sys/firmware/efi/efivars
      variable=$folder/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
      [ -e $variable ] || mount -t efivarfs efivarfs $folder || exit 1
      [ -e $variable ] || { echo "the firmware knows no Secure Boot"; exit 1; }
      set -- $(od -An -t u1 -j 4 $variable)
      [ "$1" = 1 ] || { echo "it is off"; exit 1; }
      echo "it is on"
      """)

  static let tpm = GuestPart(
    name: "TPM", kind: .system,
    body: """
      folder=/sys/class/tpm/tpm0
      [ -d $folder ] || modprobe tpm_tis
      [ -d $folder ] || { echo "the system has found none"; exit 1; }
      version=$(cat $folder/tpm_version_major) || exit 1
      echo "version $version"
      [ "$version" = 2 ] || { echo "it is of version $version, and should be of version 2"; exit 1; }
      """)

  static let disk = GuestPart(
    name: "free space", kind: .system,
    body: """
      df -Pk / | { read -r head; read -r device size used free rest; echo "$free KiB free of $size"; [ "$free" -ge 1024 ]; } ||
        { echo "the system's disk is full"; exit 1; }
      """)

  static let packages = GuestPart(
    name: "packages", kind: .system,
    body: """
      if command -v dpkg > /dev/null; then
        audit=$(dpkg --audit) || exit 1
        [ -z "$audit" ] || { echo "$audit"; echo "packages are left half-configured, as dpkg --audit says"; exit 1; }
      elif command -v rpm > /dev/null; then
        rpm -qa > /dev/null || { echo "the package database cannot be read"; exit 1; }
      else
        echo "there is neither dpkg nor rpm"; exit 77
      fi
      """)

  /// For the record; a recipe may say which they are to be.
  static let ports = GuestPart(name: "listening ports", kind: .ports, body: ListeningPorts.body) { answer in
    answer.status == 0
      ? Judgement.passed.saying(ListeningPorts(answer.output).text)
      : .skipped("its kernel does not tell")
  }
}

extension Judgement {
  func saying(_ message: String) -> Judgement {
    var judgement = self
    judgement.message = message
    return judgement
  }
}
