import Testing

extension Malformed {
  /// Versions, sizes, numbers and words.
  static let sizesAndNumbers: [Malformed] = [
    Malformed(
      "an empty string", "title: \"\"\n",
      "web.yaml:3:8: 'title' must be a line of text, such as Debian 13 (trixie), found ''"),
    Malformed(
      "a version in words", "version: latest\n",
      "web.yaml:3:10: 'version' must be a version, such as 1.2.0, found 'latest'"),
    Malformed(
      "a version with a v", "version: v1.2\n",
      "web.yaml:3:10: 'version' must be a version, such as 1.2.0, found 'v1.2'"),
    Malformed(
      "a decimal size", "hardware: {memory: 8GB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '8GB' (did you mean '8GiB'?)"),
    Malformed(
      "a size with a space", "hardware: {memory: 8 GiB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '8 GiB' (did you mean '8GiB'?)"),
    Malformed(
      "a size without a unit", "hardware: {memory: 1073741824}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found the number 1073741824"),
    Malformed(
      "a fractional size", "hardware: {memory: 1.5GiB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '1.5GiB'"),
    Malformed(
      "a size of nothing", "hardware: {memory: 0MiB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '0MiB'"),
    Malformed(
      "a negative size", "hardware: {memory: -1GiB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '-1GiB'"),
    Malformed(
      "a size beyond measure", "hardware: {memory: 99999999999999999999TiB}\n",
      "web.yaml:3:20: 'memory' must be a size such as 8GiB or 512MiB, found '99999999999999999999TiB'"),
    Malformed(
      "no processors", "hardware: {cpus: 0}\n",
      "web.yaml:3:18: 'cpus' must be a whole number from 1 to 1024, found the number 0"),
    Malformed(
      "processors in words", "hardware: {cpus: two}\n",
      "web.yaml:3:18: 'cpus' must be a whole number from 1 to 1024, found 'two'"),
    Malformed(
      "half a processor", "hardware: {cpus: 1.5}\n",
      "web.yaml:3:18: 'cpus' must be a whole number from 1 to 1024, found the number 1.5"),
    Malformed(
      "processors in quotes", "hardware: {cpus: \"2\"}\n",
      "web.yaml:3:18: 'cpus' must be a whole number from 1 to 1024, found '2'"),
    Malformed(
      "yes is not true", "install: {users: [{name: ann, sudo: yes}]}\n",
      "web.yaml:3:37: 'sudo' must be true or false, found 'yes'"),
    Malformed(
      "a role that is near", "hardware: {disks: [{name: data, size: 1GiB, role: date}]}\n",
      "web.yaml:3:51: 'role' must be one of system, data, scratch, found 'date' (did you mean 'data'?)"),
    Malformed(
      "a role unknown", "hardware: {disks: [{name: data, size: 1GiB, role: home}]}\n",
      "web.yaml:3:51: 'role' must be one of system, data, scratch, found 'home'"),
    Malformed(
      "a disk without role and size", "hardware: {disks: [{name: data}]}\n",
      "web.yaml:3:20: an item of 'disks' lacks 'role'",
      "web.yaml:3:20: an item of 'disks' lacks 'size'"),
    Malformed(
      "a disk with an odd name", "hardware: {disks: [{name: 'my disk', size: 1GiB, role: data}]}\n",
      "web.yaml:3:27: 'name' must be a name of letters, digits, '.', '-' and '_', such as system, found 'my disk'"
    ),
  ]

  /// Disks and partitions that make no sense together.
  static let hardwareAndStorage: [Malformed] = [
    Malformed(
      "two disks of one name", "hardware: {disks: [{name: system, size: 1GiB, role: data}]}\n",
      "web.yaml:3:20: two disks are named 'system', the first at shipped/distributions/debian-13.yaml:13:43"),
    Malformed(
      "no system disk left", "hardware: {disks: !replace [{name: data, size: 1GiB, role: data}]}\n",
      "web.yaml:3:19: no disk has the role 'system'"),
    Malformed(
      "a file system unknown",
      "install: {storage: {partitions: [{mount: /srv, filesystem: ext5, size: 1GiB}]}}\n",
      "web.yaml:3:60: 'filesystem' must be one of ext4, xfs, btrfs, vfat, swap, found 'ext5' (did you mean 'ext4'?)"
    ),
    Malformed(
      "a table unknown", "install: {storage: {table: msdos}}\n",
      "web.yaml:3:28: 'table' must be one of gpt, mbr, found 'msdos'"),
    Malformed(
      "two partitions of one mount",
      "install: {storage: {partitions: [{mount: /, filesystem: xfs, size: 1GiB}]}}\n",
      "web.yaml:3:34: two file systems are mounted at '/', the first at shipped/distributions/debian-13.yaml:18:18"
    ),
    Malformed(
      "two growing partitions",
      "install: {storage: {partitions: [{mount: /srv, filesystem: xfs, size: 1GiB, grow: true}]}}\n",
      "web.yaml:3:34: two partitions grow; only one can take what is left of the disk"),
    Malformed(
      "no root partition",
      "install:\n  storage:\n    partitions: !replace\n      - {mount: /srv, filesystem: xfs, size: 1GiB}\n",
      "web.yaml:6:9: no partition is mounted at '/'"),
    Malformed(
      "a mounted swap", "install: {storage: {partitions: [{mount: /swap, filesystem: swap, size: 1GiB}]}}\n",
      "web.yaml:3:42: swap has no 'mount'"),
    Malformed(
      "a partition mounted nowhere", "install: {storage: {partitions: [{filesystem: xfs, size: 1GiB}]}}\n",
      "web.yaml:3:34: 'filesystem: xfs' needs 'mount'"),
    Malformed(
      "a mount that is not absolute",
      "install: {storage: {partitions: [{mount: srv, filesystem: xfs, size: 1GiB}]}}\n",
      "web.yaml:3:42: 'mount' must be an absolute path of letters, digits and _.-, such as /srv, found 'srv'"),
  ]

  /// Install settings and packages.
  static let settings: [Malformed] = [
    Malformed(
      "a locale with a space", "install: {locale: en US}\n",
      "web.yaml:3:19: 'locale' must be a locale, such as en_US.UTF-8, found 'en US'"),
    Malformed(
      "a time zone with a blank", "install: {timezone: Europe / Prague}\n",
      "web.yaml:3:21: 'timezone' must be a time zone, such as Europe/Prague, found 'Europe / Prague'"),
    Malformed(
      "a keyboard in capitals", "install: {keyboard: US}\n",
      "web.yaml:3:21: 'keyboard' must be a keyboard layout, such as us, found 'US'"),
    Malformed(
      "a host name with an underscore", "install: {hostname: my_host}\n",
      "web.yaml:3:21: 'hostname' must be a host name, such as web.example.org, found 'my_host'"),
    Malformed(
      "a mirror without a scheme", "install: {mirror: mirror.example.org/debian}\n",
      "web.yaml:3:19: 'mirror' must be an http or https address, such as http://mirror.example.org/debian, found 'mirror.example.org/debian'"
    ),
    Malformed(
      "a proxy of another scheme", "install: {proxy: \"socks5://proxy.example.org\"}\n",
      "web.yaml:3:18: 'proxy' must be an http or https address, such as http://proxy.example.org:3128, found 'socks5://proxy.example.org'"
    ),
    Malformed(
      "a key file's name for a key", "install: {authorized_keys: [id_ed25519.pub]}\n",
      "web.yaml:3:29: an item of 'authorized_keys' must be an OpenSSH public key, such as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1 ann@example.org, found 'id_ed25519.pub'"
    ),
    Malformed(
      "a user with a space", "install: {users: [{name: ann b}]}\n",
      "web.yaml:3:26: 'name' must be a user's name, such as ann, found 'ann b'"),
    Malformed(
      "a user without a name", "install: {users: [{sudo: true}]}\n",
      "web.yaml:3:19: an item of 'users' lacks 'name'"),
    Malformed(
      "two users of one name", "install:\n  users:\n    - {name: ann}\n    - {name: ann}\n",
      "web.yaml:6:7: two users are named 'ann', the first at web.yaml:5:7"),
    Malformed(
      "root as a user", "install: {users: [{name: root}]}\n",
      "web.yaml:3:19: 'root' is always there; its keys go to 'install.authorized_keys'"),
    Malformed(
      "two kernel arguments in one", "install: {kernel_arguments: [quiet splash]}\n",
      "web.yaml:3:30: an item of 'kernel_arguments' must be one kernel argument, without spaces, such as quiet, found 'quiet splash'"
    ),
    Malformed(
      "an odd console", "install: {serial_console: com1}\n",
      "web.yaml:3:27: 'serial_console' must be a serial console, such as ttyS0,115200, found 'com1'"),
    Malformed(
      "a raw line that is two", "install: {raw: [\"a\\nb\"]}\n",
      "web.yaml:3:17: an item of 'raw' must be a line of text, such as Debian 13 (trixie), found 'a…'"),
    Malformed(
      "a package that is an option", "packages: [--force-yes]\n",
      "web.yaml:3:12: an item of 'packages' must be a package's name, such as nginx-light, found '--force-yes'; that means 'remove' to package managers, and nothing is removed here: do it in a script"
    ),
    Malformed(
      "a package that is to go", "packages: [nginx-]\n",
      "web.yaml:3:12: an item of 'packages' must be a package's name, such as nginx-light, found 'nginx-'; that means 'remove' to package managers, and nothing is removed here: do it in a script"
    ),
    Malformed(
      "two packages in one", "packages: [nginx curl]\n",
      "web.yaml:3:12: an item of 'packages' must be a package's name, such as nginx-light, found 'nginx curl'"
    ),
    Malformed(
      "a control character", "description: \"a\\eb\"\n",
      "web.yaml:3:14: 'description' has a control character in it"),
  ]
}
