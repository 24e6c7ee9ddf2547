import Families
import Foundation
import Synchronization
import Testing

@testable import Guest

extension GuestSession {
  fileprivate func mounted() throws -> [String] { try handle.mountedPaths() }

  fileprivate func mount(_ device: String, at path: String) throws { try handle.mount(device, at: path) }

  /// A link's target, or what the file says in one line, comments aside; empty for none.
  fileprivate func resolver() throws -> String {
    let path = "/etc/resolv.conf"
    switch try handle.kind(path) {
    case .link: return try handle.linkTarget(path)
    case nil: return ""
    default:
      return String(decoding: try handle.read(path), as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.joined(separator: " ")
    }
  }
}

/// One start of the appliance, shared: every test works below a path of its own, and the last cleans and closes.
@Suite(.serialized) struct GuestSessionTests {
  /// Lines as they came, for other threads to look at.
  final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  static let settings = GuestSettings(forcesTCG: true, hasNetwork: true, cpus: 1)
  static let folder = Result { try TemporaryFolder() }

  static let files = [
    "etc/shadow": "root:!$y$secret:1:0:::::\nweb:*:1::::::\n",
    "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    "etc/ssh/ssh_host_ed25519_key": "key", "etc/ssh/ssh_host_ed25519_key.pub": "key",
    "etc/ssh/sshd_config": "keep", "etc/resolv.conf": "->../run/nowhere/resolv.conf",
    "etc/apt/sources.list": "deb http://deb.example.org/debian trixie main\n",
    "etc/apt/sources.list.d/a.sources": "URIs: http://deb.example.org/debian\n",
    "usr/sbin/policy-rc.d": "#!/bin/sh\n# the image's own\n",
    "var/log/installer/syslog": "answers", "var/log/apt/term.log": "text",
    "var/log/journal/x/system.journal": "j",
    "var/lib/apt/lists/partial/x": "list", "root/.ash_history": "secret", "var/tmp/.hidden": "x",
    "etc/passwd-": "x",
    "var/cache/debconf/passwords.dat": "answers",
    "etc/iscsi/initiatorname.iscsi": "## made\nInitiatorName=iqn.1993-08.org.debian:01:78142415e97a\n",
    "usr/lib/open-iscsi/startup-checks.sh": "", "etc/nvme/hostid": "1", "etc/nvme/hostnqn": "nqn",
    "var/lib/cloud/scripts/per-boot/10-announce.sh": "logger up", "var/backups/app/seed.sql": "create",
    "var/backups/dpkg.status.0": "x", "var/tmp/models/model.bin": "model", "var/tmp/models/scratch": "x",
    "var/log/app/README": "read me", "var/log/app/app.log": "line",
    "etc/udev/rules.d/70-persistent-net.rules": "NAME=lan0", "var/lib/appdata.db": "rows",
    "etc/resolvconf/resolv.conf.d/original": "# made\nnameserver 10.0.2.3\nsearch lab\n",
    "var/spool/postfix/etc/resolv.conf": "# made\nnameserver 169.254.2.3\n",
    "etc/systemd/system/sysinit.target.wants/keyboard-setup.service":
      "->/usr/lib/systemd/system/keyboard-setup.service",
    "usr/bin/ssh-keygen": "", "var/log/app/shipped": "of a package",
    "var/lib/dpkg/info/app.list": "/.\n/var\n/var/log\n/var/log/app\n/var/log/app/shipped\n",
    "srv/mounted/file": "behind a mount", "tmp/bind/below": "",
  ]
  static let placed = [
    "/var/log/app/README", "/var/tmp/models/model.bin", "/etc/udev/rules.d/70-persistent-net.rules",
  ]

  static let opened = Task {
    let disks = try TestDisks(in: folder.get(), files: files)
    let session = try await GuestSession.open(
      disks: [GuestDisk(path: disks.root, format: .qcow2), GuestDisk(path: disks.data, format: .qcow2)],
      settings: settings)
    return (session, try await session.mountSystem())
  }

  private func session() async throws -> GuestSession { try await Self.opened.value.0 }

  private func run(_ command: GuestCommand, _ lines: Lines = Lines()) async throws -> (
    CommandResult, [String]
  ) {
    let outcome = try await session().run(command) { lines.add($0) }
    return (outcome, lines.all)
  }

  private func text(_ path: String) async throws -> String {
    String(decoding: try await session().read(path), as: UTF8.self)
  }

  @Test func a01_findsTheSystemAndItsFileSystems() async throws {
    let (session, system) = try await Self.opened.value
    #expect(system.distribution == "debian")
    #expect(system.majorVersion == 13)
    #expect(system.architecture == "x86_64")
    let packages = ["busybox", "web"].map {
      InstalledPackage(name: $0, version: "1.0-1", architecture: "amd64")
    }
    #expect(try await session.packages() == GuestPackages(format: "deb", packages: packages))
    #expect(try await session.exists("/var/log/installer/syslog"))
  }

  @Test func a02_statusArgumentsAndEnvironment() async throws {
    let program =
      "#!/bin/sh\necho \"$1|$2|$LEVEL|$HOME|$LANG|$DEBIAN_FRONTEND\"\necho err >/dev/stderr\nexit 3\n"
    let command = GuestCommand(
      program: Array(program.utf8), arguments: ["it's", "a b"], environment: ["LEVEL": "2"])
    let (outcome, lines) = try await run(command)
    #expect(outcome.status == 3)
    #expect(lines == ["it's|a b|2|/root|C.UTF-8|noninteractive", "err"])
    #expect(outcome.lastLines == lines)
  }

  @Test func a03_outputComesBeforeTheEnd() async throws {
    // The script goes on only when the host, having seen its line, has answered over the network.
    let server = try LineServer()
    let lines = Lines()
    let command = GuestCommand("echo first; busybox nc 169.254.2.2 \(server.port) </dev/null; echo second")
    let outcome = try await session().run(command) { line in
      lines.add(line)
      if line == "first" { server.answer(with: "host saw it") }
    }
    #expect(outcome.status == 0)
    #expect(lines.all == ["first", "host saw it", "second"])
  }

  @Test func a04_secretsAreSeenInsideAndMaskedOutside() async throws {
    let command = GuestCommand(
      "[ \"$KEY\" = \"hun'ter 2\" ] && echo right; echo \"<$KEY>\"; echo \"$KEY\" >&2; ls /dev/kiln",
      secrets: ["KEY": "hun'ter 2"])
    let (outcome, lines) = try await run(command)
    #expect(lines.prefix(3) == ["right", "<***>", "***"])
    #expect(!lines.contains("setup"))
    #expect(!outcome.lastLines.joined().contains("ter 2"))
  }

  @Test func a05_servicesAreBlockedAndWhatWasThereComesBack() async throws {
    let (_, lines) = try await run(
      GuestCommand("/usr/sbin/policy-rc.d; echo $?; \"${PATH%%:*}/start-stop-daemon\" --start; echo $?"))
    #expect(lines == ["101", "0"])
    #expect(try await text("/usr/sbin/policy-rc.d") == Self.files["usr/sbin/policy-rc.d"])
    #expect(try await session().paths(matching: "/usr/sbin/*kiln*").isEmpty)
    _ = try await run(GuestCommand("echo changed >/usr/sbin/policy-rc.d"))
    #expect(try await text("/usr/sbin/policy-rc.d") == "changed\n")
    _ = try await run(GuestCommand("rm /usr/sbin/policy-rc.d"))
    #expect(try await session().paths(matching: "/usr/sbin/policy-rc.d*").isEmpty)
  }

  /// The order of the disks is that of the session, whatever the kernel calls them.
  @Test("case 17: the image's disks have the names of the finished machine")
  func a05_disksHaveTheirFinishedNames() async throws {
    let (_, lines) = try await run(
      GuestCommand(
        """
        for name in a b; do readlink -f /dev/vd$name; done
        [ -e /dev/vdc ] || echo none; grep -E '^[^ ]+ (/|/var) ' /proc/mounts; ls -d /dev/disk/by-path
        """))
    try #require(lines.count == 6, "\(lines)")
    let mounted = lines[3...4].map { $0.split(separator: " ") }.sorted { $0[1] < $1[1] }
    #expect(lines[0...1] == ArraySlice(mounted.map { String($0[0]) }), "\(lines)")
    #expect(lines[2] == "none")
  }

  @Test func a06_resolverIsTheAppliancesAndTheDanglingLinkComesBack() async throws {
    let (_, lines) = try await run(GuestCommand("cat /etc/resolv.conf"))
    #expect(lines.contains("nameserver 169.254.2.3"))
    let (_, link) = try await run(GuestCommand("ls -la /etc"))
    #expect(link.contains { $0.hasSuffix("-> ../run/nowhere/resolv.conf") })
  }

  /// What a command makes of the file, what is then in the image, and what is said.
  @Test(
    "case 01: what a command makes of the resolver stays",
    arguments: [
      ("rm -f F; printf 'nameserver 192.0.2.53\\n' >F", "nameserver 192.0.2.53", nil),
      ("echo options rotate >>F", "nameserver 192.0.2.53 options rotate", nil),
      ("cat F >x; cat x >F; rm x", "nameserver 192.0.2.53 options rotate", nil),
      ("ln -sf ../run/systemd/resolve/stub-resolv.conf F", "../run/systemd/resolve/stub-resolv.conf", nil),
      (
        "echo options rotate >>F; echo search lab >>F", "../run/systemd/resolve/stub-resolv.conf",
        "kiln: /etc/resolv.conf is a link to ../run/systemd/resolve/stub-resolv.conf and stays one, without what was added:"
          + " options rotate; search lab"
      ),
      ("rm F", "", nil), ("echo options rotate >>F", "options rotate", nil),
      ("echo 'nameserver 192.0.2.54' >F", "nameserver 192.0.2.54", nil),
      ("true", "nameserver 192.0.2.54", nil),
      ("echo options rotate >>F", "nameserver 192.0.2.54 options rotate", nil),
    ] as [(String, String, String?)])
  func a06_whatACommandMakesOfTheResolverStays(script: String, content: String, said: String?) async throws {
    let session = try await session()
    let lines = Lines()
    let text = "cat /etc/resolv.conf; \(script.replacing("F", with: "/etc/resolv.conf"))"
    #expect(try await session.run(GuestCommand(text)) { lines.add($0) }.status == 0)
    // The command's own names are looked up by the appliance's servers, whatever an earlier one made of the file.
    #expect(lines.all.contains("nameserver 169.254.2.3"))
    #expect(lines.all.last { $0.hasPrefix("kiln: ") } == said)
    #expect(try await session.resolver() == content)
    #expect(try await session.paths(matching: "/etc/resolv.conf?*").isEmpty)
  }

  @Test func a07_processesLeftRunningAreEnded() async throws {
    let (outcome, lines) = try await run(GuestCommand("/usr/bin/sleep 1000 & echo done"))
    #expect(outcome.status == 0)
    #expect(lines == ["done", "kiln: ended 'sleep', which the script left running"])
  }

  @Test("case 03: what a script leaves in the kernel is undone and said")
  func a07_whatAScriptLeavesInTheKernelIsUndoneAndSaid() async throws {
    let script = """
      set -e
      mkdir -p /srv/chroot/proc /srv/chroot/usr /srv/precious /tmp/build/root '/srv/a b'
      echo keep >/srv/precious/data
      mount -t proc proc /srv/chroot/proc
      mount --bind /srv/precious /tmp/build/root
      mount -t tmpfs none '/srv/a b'
      mkdir '/srv/a b/inner'
      mount --bind /usr /srv/chroot/usr
      mount -t tmpfs none '/srv/a b/inner'
      ln -sf usr/bin /srv/chroot/bin
      chroot /srv/chroot /bin/sleep 1000 &
      dd if=/dev/zero of=/srv/swap bs=64k count=16 2>/dev/null; chmod 600 /srv/swap
      mkswap /srv/swap >/dev/null; swapon /srv/swap
      [ ! -b /dev/loop0 ] || losetup /dev/loop0 /srv/precious/data
      """
    let command = GuestCommand(program: Array(script.utf8), name: "script chroot.sh")
    let (outcome, lines) = try await run(command)
    #expect(outcome.status == 0)
    let expected = [
      "kiln: ended 'sleep', which script chroot.sh left running",
      "kiln: took swap space '/srv/swap' out of use, which script chroot.sh left in use",
      "kiln: unmounted '/srv/a b/inner', which script chroot.sh left mounted",
      "kiln: unmounted '/srv/chroot/usr', which script chroot.sh left mounted",
      "kiln: unmounted '/srv/a b', which script chroot.sh left mounted",
      "kiln: unmounted '/tmp/build/root', which script chroot.sh left mounted",
      "kiln: unmounted '/srv/chroot/proc', which script chroot.sh left mounted",
      "kiln: detached /dev/loop0, which script chroot.sh left attached",
    ]
    // There may be no loop devices in the appliance.
    #expect(lines == expected || lines == expected.dropLast(), "\(lines)")
    #expect(try await session().mounted() == ["/", "/var"])
  }

  @Test("case 03: a mount over itself and a file system made read-only are undone")
  func a07_whatLooksLikeNothingNewIsUndone() async throws {
    let script = "mount --bind /var /var; mount -o remount,ro /var"
    let (outcome, lines) = try await run(GuestCommand(script))
    #expect(outcome.status == 0)
    #expect(
      lines == [
        "kiln: unmounted '/var', which the script left mounted",
        "kiln: made '/var' writable again, which the script left read-only",
      ])
    let (written, output) = try await run(GuestCommand("echo >/var/tmp/new && rm /var/tmp/new"))
    #expect(written.status == 0 && output == [], "\(output)")
    #expect(try await session().mounted() == ["/", "/var"])
  }

  @Test func a07_aScriptThatTakesAFileSystemOfTheImageAwayFails() async throws {
    let (outcome, lines) = try await run(GuestCommand("umount -l /var"))
    #expect(outcome.status == 1)
    #expect(
      lines == [
        "kiln: the script unmounted '/var', a file system of the image: mount it again in the script"
      ])
    let session = try await session()
    try await session.mount("/dev/sdb", at: "/var")
    // The kernel may call the disk otherwise than libguestfs does.
    let again = "disk=$(sed -n 's# /var .*##p' /proc/mounts); umount /var && mount \"$disk\" /var"
    let (mountedAgain, output) = try await run(GuestCommand(again))
    #expect(mountedAgain.status == 0, "\(output)")
    #expect(try await session.exists("/var/lib/dpkg/status"))
  }

  @Test(
    "case 09: what a program needs to run is named",
    arguments: [
      ("/usr/bin/python3", "is not in the image"), ("/etc", "is a folder"),
      ("/etc/debian_version", "cannot be executed"),
    ])
  func a07_whatAProgramNeedsToRunIsNamed(interpreter: String, reason: String) async throws {
    let program = Array("#!\(interpreter)\n".utf8)
    let (outcome, lines) = try await run(
      GuestCommand(program: program, name: "script it's.py", interpreter: interpreter))
    #expect(outcome.status == 127)
    #expect(lines == ["kiln: '\(interpreter)', which script it's.py needs to run, \(reason)"])
  }

  @Test func a08_largeProgramAndOutput() async throws {
    let filler = String(repeating: "# filler\n", count: 100_000)
    let (outcome, lines) = try await run(
      GuestCommand(
        "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; printf 'no end'; exit 7\n" + filler))
    #expect(outcome.status == 7)
    #expect(lines.count == 3001)
    #expect(lines.last == "no end")
    #expect(outcome.lastLines.count == 20)
  }

  @Test func a09_filesHaveModeAndOwner() async throws {
    let session = try await session()
    let source = try Self.folder.get().path + "/index.html"
    try Data("hello".utf8).write(to: URL(fileURLWithPath: source))
    try await session.copy(file: source, to: "/srv/www/html/index.html", mode: 0o640, owner: "web:staff")
    try await session.write(Array("x".utf8), to: "/srv/tool", mode: 0o4755, owner: "web")
    try await session.write([], to: "/etc/target", mode: 0o644, owner: "root")
    _ = try await run(GuestCommand("ln -s target /etc/alias"))
    try await session.write(Array("own".utf8), to: "/etc/alias", mode: 0o600, owner: "root")
    let (_, lines) = try await run(
      GuestCommand(
        "cd /; stat -c '%a %u %g %F' srv/www srv/www/html/index.html srv/tool etc etc/alias; cat srv/www/html/index.html"
      ))
    #expect(
      lines == [
        "755 0 0 directory", "640 33 50 regular file", "4755 33 34 regular file", "755 0 0 directory",
        "600 0 0 regular file", "hello",
      ])
  }

  @Test("cases 07 and 11: a tree keeps holes, links and attributes, and goes through linked folders")
  func a09_aTreeKeepsHolesLinksAndAttributes() async throws {
    let session = try await session()
    let items = [("/", true), ("/bin", true), ("/bin/tool", false), ("/srv/t/new", true)].map {
      GuestItem(path: $0, isFolder: $1)
    }
    let found = try await session.destinations(of: items)
    #expect(found.places.map(\.path) == ["/", "/usr/bin", "/usr/bin/tool", "/srv/t/new"])
    #expect(found.places.map(\.isThere) == [true, true, false, false])
    #expect(found.missing == ["/srv/t"])
    let tar = try Self.folder.get().path + "/tree.tar"
    try runTool("sh", ["-ec", Self.makeTree, "sh", tar])
    try await session.unpack { descriptor in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: tar))
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: bytes)
    }
    let (_, lines) = try await run(
      GuestCommand("cd /srv/t; stat -c '%h %s' a b; [ $(stat -c %b holes) -lt 64 ] && stat -c %s holes"))
    #expect(lines == ["2 1", "2 1", "16777216"])
  }

  private static let makeTree = """
    cd "${1%/*}"; mkdir -p srv/t; echo >srv/t/a; ln srv/t/a srv/t/b; truncate -s 16M srv/t/holes
    python3 -c 'import os; os.setxattr("srv/t/a", "user.kiln", b"kept")'
    python3 -c 'import os; os.setxattr("srv/t/a", "security.capability", bytes.fromhex("0100000200200000" + "00" * 12))'
    tar --xattrs --xattrs-include='*' -Scf "$1" --owner=0 --group=0 srv
    """

  /// What keeps a tree from being read is the error, not what the appliance makes of half a tar.
  @Test func a09_aTreeThatCannotBeReadFailsWithItsReason() async throws {
    struct Unreadable: Error {}
    let session = try await session()
    await #expect(throws: Unreadable.self) {
      try await session.unpack { descriptor in
        _ = write(descriptor, [UInt8](repeating: 0, count: 512), 512)
        throw Unreadable()
      }
    }
  }

  @Test(arguments: [
    ("/etc", "/etc in the guest: a folder is there"),
    ("etc/x", "etc/x in the guest: not an absolute path"),
    ("/srv/../etc/x", "/srv/../etc/x in the guest: '..' or NUL in it"),
  ])
  func a10_badDestinations(path: String, message: String) async throws {
    let session = try await session()
    let error = await #expect(throws: GuestError.self) {
      try await session.write([], to: path, mode: 0o644, owner: "root")
    }
    #expect(error?.description == message)
  }

  @Test func a11_missingSourceAndFileKeepLibguestfsText() async throws {
    let session = try await session()
    let copy = await #expect(throws: GuestError.self) {
      try await session.copy(file: "/nowhere", to: "/srv/x", mode: 0o644, owner: "root")
    }
    let text = copy?.description ?? ""
    #expect(text.hasPrefix("libguestfs upload /nowhere to /srv/x: "), "\(text)")
    #expect(text.contains("No such file or directory"), "\(text)")
    let read = await #expect(throws: GuestError.self) { try await session.read("/nowhere") }
    #expect(read?.description.contains("No such file or directory") == true)
    #expect([copy?.code, read?.code] == [ENOENT, ENOENT])
  }

  @Test func a12_mirrorsAreSubstitutedAndReversed() async throws {
    let session = try await session()
    let mirrors = [MirrorSubstitution(named: "http://deb.example.org/debian", used: "http://169.254.2.2/d")]
    try await session.useBuildMirrors(mirrors: mirrors)
    #expect(try await text("/etc/apt/sources.list") == "deb http://169.254.2.2/d trixie main\n")
    let added = "/etc/apt/sources.list.d/added.list"
    try await session.write(
      Array("deb http://169.254.2.2/d x y\n".utf8), to: added, mode: 0o644, owner: "root")
    try await session.restoreMirrors(mirrors: mirrors)
    #expect(try await text("/etc/apt/sources.list") == Self.files["etc/apt/sources.list"])
    #expect(
      try await text("/etc/apt/sources.list.d/a.sources") == Self.files["etc/apt/sources.list.d/a.sources"])
    #expect(try await text(added) == "deb http://deb.example.org/debian x y\n")
  }

  @Test func a12_filesAreLabelledByTheImagesOwnPolicyOrAtItsFirstBoot() async throws {
    let session = try await session()
    for state in ["disabled", "enforcing"] {
      try await session.write(
        Array("SELINUX=\(state)\nSELINUXTYPE=strict\n".utf8), to: GuestCommand.labelSettings, mode: 0o644,
        owner: "root")
      #expect(try await run(.relabel).0.status == 0)
      #expect(try await session.exists("/.autorelabel") == (state == "enforcing"))
    }
    try await session.remove("/.autorelabel")
    try await session.write(
      Array("#!/bin/sh\necho \"$@\" > /labelled\n".utf8), to: "/usr/sbin/setfiles", mode: 0o755, owner: "root"
    )
    #expect(try await run(.relabel).1 == ["all files are labelled"])
    let words = "-F -m -e /dev -e /proc -e /sys /etc/selinux/strict/contexts/files/file_contexts /\n"
    #expect(try await text("/labelled") == words)
    #expect(try await !session.exists("/.autorelabel"))
    for path in ["/labelled", "/usr/sbin/setfiles", "/etc/selinux"] { try await session.remove(path) }
  }

  @Test func a13_usablePasswordIsRefusedBeforeAnythingChanges() async throws {
    let session = try await session()
    let good = try await session.read("/etc/shadow")
    try await session.write(
      Array("root:$y$hash:1:::::\n".utf8), to: "/etc/shadow", mode: 0o640, owner: "root")
    await #expect(throws: GuestError.unlockedPasswords(users: ["root"])) { try await session.lockPasswords() }
    #expect(try await text("/etc/machine-id") == Self.files["etc/machine-id"])
    try await session.write(good, to: "/etc/shadow", mode: 0o640, owner: "root")
  }

  /// As a script may leave them: a log with a further name elsewhere, and a mount below /tmp.
  @Test func a13_whatCleaningMustNotFollow() async throws {
    try await session().appliance(
      """
      ln /sysroot/var/lib/appdata.db /sysroot/var/log/linked.log
      mount --bind /sysroot/srv/mounted /sysroot/tmp/bind
      mkdir -p /sysroot/etc/munge /sysroot/srv/own
      echo secret > /sysroot/etc/munge/munge.key
      echo '-----BEGIN PRIVATE KEY-----' > /sysroot/srv/own/key
      """)
    let session = try await session()
    #expect(try await text("/tmp/bind/file") == "behind a mount")
    #expect(try await session.privateKeys(changedOnly: true) == ["/srv/own/key"])
    #expect(try await session.privateKeys(changedOnly: true, besides: ["//srv/own/key"]) == [])
  }

  /// No layer of a lineage is built on what the one before it has made of the kernel.
  @Test func a13_changedKernelSettingsAreSeen() async throws {
    let session = try await session()
    #expect(try await !session.hasItsKernelSettings(), "none were noted")
    try await session.noteKernelSettings()
    _ = try await run(GuestCommand("busybox sleep 1 & busybox find /usr | wc -l >/dev/null; wait"))
    #expect(try await session.hasItsKernelSettings())
    let setting = "/proc/sys/vm/swappiness"
    let before = try await session.appliance("cat \(setting)")
    _ = try await run(GuestCommand("echo 12 >\(setting)"))
    #expect(try await !session.hasItsKernelSettings())
    try await session.appliance("echo \(before.trimmingCharacters(in: .whitespacesAndNewlines)) >\(setting)")
    #expect(try await session.hasItsKernelSettings())
  }

  @Test("cases 01, 04, 13 and 14: cleaning resets once and keeps the rest")
  func a14_cleaningResetsOnceAndKeepsTheRest() async throws {
    let session = try await session()
    #expect(try await session.lockPasswords())
    let cleaning = try await session.clean(keeping: Self.placed)
    #expect(
      cleaning.reset == [
        "machine id", "installer leftovers", "package caches and lists", "backup files", "logs",
        "shell history", "temporary files", "name servers of the build", "SSH host keys",
        "iSCSI initiator name",
        "NVMe host", "key of munge",
      ])
    #expect(cleaning.kept == Self.placed.sorted())
    #expect(
      cleaning.warnings == [
        "key of munge: /etc/munge/munge.key, new in this layer, is taken out; what is to stay, place with 'files'",
        "key of munge: nothing found that makes new ones at boot",
      ])
    // A service about another kind of keys makes none.
    let unit = "/etc/systemd/system/multi-user.target.wants/kiln-ssh-host-keys.service"
    #expect(try await session.exists(unit))
    #expect(try await session.resolver() == "nameserver 192.0.2.54 options rotate")
    #expect(try await text("/etc/resolvconf/resolv.conf.d/original") == "# made\nsearch lab\n")
    #expect(try await text("/var/spool/postfix/etc/resolv.conf").isEmpty)
    #expect(try await text("/var/log/app/shipped") == "of a package")
    #expect(try await text("/etc/machine-id").isEmpty)
    #expect(try await text("/var/log/apt/term.log").isEmpty)
    #expect(try await text("/etc/shadow") == "root:!:1:0:::::\nweb:*:1::::::\n")
    #expect(try await text("/etc/ssh/sshd_config") == "keep")
    #expect(try await text("/srv/precious/data") == "keep\n")
    for gone in [
      "/var/log/installer", "/var/log/journal/x", "/etc/passwd-", "/root/.ash_history", "/var/tmp/.hidden",
    ] {
      #expect(try await !session.exists(gone), "\(gone)")
    }
    for path in Self.placed {
      let kept = try await text(path)
      #expect(kept == Self.files[String(path.dropFirst())], "\(path)")
    }
    #expect(try await text("/etc/iscsi/initiatorname.iscsi") == "GenerateName=yes\n")
    #expect(try await text("/var/lib/appdata.db") == "rows")
    #expect(try await text("/var/log/linked.log").isEmpty)
    #expect(try await text("/srv/mounted/file") == "behind a mount")
    #expect(try await !session.lockPasswords())
    let again = try await session.clean(keeping: Self.placed)
    #expect(again == Cleaning(kept: Self.placed.sorted()))
  }

  private static let readAttribute = """
    cd "$1"; qemu-img convert -O raw root.qcow2 root.raw
    /usr/sbin/debugfs -R 'ea_get /srv/t/b user.kiln' root.raw 2>/dev/null | grep -q kept
    /usr/sbin/debugfs -R 'ea_list /srv/t/b' root.raw 2>/dev/null | grep -q 'security.capability (20)'
    """

  @Test func a15_closingIsFinal() async throws {
    let session = try await session()
    try await session.close()
    await #expect(throws: GuestError.closed) { try await session.read("/etc/fstab") }
    try runTool("sh", ["-ec", Self.readAttribute, "sh", Self.folder.get().path])
    // A static outlives every test, and so would its folder.
    try FileManager.default.removeItem(atPath: Self.folder.get().path)
  }
}

extension GuestSession {
  /// Runs a shell program of the appliance, whose view of the image is below /sysroot.
  @discardableResult
  func appliance(_ script: String) throws -> String { try handle.applianceShell(script) }
}
