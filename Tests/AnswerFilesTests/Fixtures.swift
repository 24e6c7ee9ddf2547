import Diagnostics
import Foundation
import Recipes
import YAML

@testable import AnswerFiles

/// An appliance much like the one that is shipped, for a test to change.
func debian(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
  let media = Installer.ArchiveMedia(
    package: "debian-installer-13-netboot-amd64",
    archive: Installer.ArchiveSource(
      suite: "trixie", keyring: "/usr/share/keyrings/debian-archive-keyring.gpg"),
    components: [])
  var appliance = Appliance(
    name: "debian-13", title: "Debian 13", description: "", version: "13",
    chain: [Link(recipe: "debian-13", file: "debian-13.yaml", steps: [])],
    system: OperatingSystem(
      distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"),
    installer: .program(
      .init(
        media: .debianInstaller(.archive(media)), mirrors: [at(1, "http://deb.example.org/debian")],
        memory: 1 << 30)),
    hardware: Hardware(
      cpus: 1, memory: 1 << 30, disks: [Hardware.Disk(name: "system", size: 8 << 30, role: .system)]),
    install: InstallSettings(
      locale: at(2, "en_US.UTF-8"), keyboard: at(3, "us"), timezone: at(4, "UTC"), hostname: at(5, "debian"),
      authorizedKeys: [], users: [],
      storage: Storage(table: at(6, .gpt), partitions: [at(7, root)]), packages: [], kernelArguments: [],
      raw: []),
    groups: [], attributes: [:])
  change(&appliance)
  return appliance
}

extension Installer {
  /// The installer that fixtures boot, for a test to change.
  var booted: Program {
    get {
      guard let program else { preconditionFailure("boots no installer") }
      return program
    }
    set { self = .program(newValue) }
  }

  /// The same distribution unpacked from this suite.
  func unpacked(_ suite: Suite = "trixie") -> Installer {
    .bootstrap(
      .init(
        archive: ArchiveSource(suite: suite, keyring: "/k.gpg"), answers: program?.answers, mirrors: mirrors))
  }
}

let root = partition(.ext4, "/", 1 << 30, grow: true)

func partition(
  _ filesystem: Storage.FileSystem, _ mount: MountPoint, _ size: UInt64, grow: Bool = false
) -> Storage.Partition {
  Storage.Partition(Storage.Extent(size: size, grow: grow), .mount(filesystem, at: mount))
}

func swap(_ size: UInt64) -> Storage.Partition {
  Storage.Partition(Storage.Extent(size: size), .swap)
}

/// A value from this line of a recipe.
func at<Value>(_ line: Int, _ value: Value) -> Sourced<Value> {
  Sourced(value, from: .recipe(Location(file: "debian-13.yaml", line: line, column: 1)))
}

func partial(_ text: String) -> Installer.PartialAnswers {
  Installer.PartialAnswers(path: "debian.preseed", text: text)
}

/// The partial answer file as shipped.
func shippedAnswers() throws -> Installer.PartialAnswers {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let file = package.appending(path: "kickstart/debian.preseed")
  return Installer.PartialAnswers(path: "debian.preseed", text: try String(contentsOf: file, encoding: .utf8))
}

/// An appliance that uses every typed setting.
func everything() throws -> Appliance {
  let answers = try shippedAnswers()
  return debian { appliance in
    appliance.installer.booted.answers = answers
    appliance.installer.booted.kernelArguments = [at(10, "ipv6.disable=1")]
    appliance.install.hostname = at(11, "web.example.org")
    appliance.install.timezone = at(12, "Europe/Prague")
    appliance.install.mirror = at(13, "http://mirror.example.org/debian/")
    appliance.install.proxy = at(14, "http://proxy.example.org:3128")
    appliance.install.authorizedKeys = [at(15, key("root@example.org"))]
    appliance.install.users = [
      at(
        16,
        User(
          name: "alice", fullName: "Alice O'Hara", groups: ["docker", "adm"], sudo: true,
          authorizedKeys: [key("alice's key"), key("spare")])),
      at(17, User(name: "bob", fullName: "", groups: [], sudo: false, authorizedKeys: [])),
    ]
    appliance.install.storage.partitions = [
      at(18, partition(.xfs, "/boot", 512 << 20)),
      at(19, root),
      at(20, swap(1 << 30)),
    ]
    appliance.install.packages = [at(21, "openssh-server"), at(22, "cloud-init"), at(23, "dbus")]
    appliance.install.kernelArguments = [at(24, "net.ifnames=0")]
    appliance.install.serialConsole = at(25, "ttyS0,115200")
    appliance.install.raw = [at(26, "d-i preseed/late_command string echo 'raw' # done")]
  }
}

func key(_ comment: String) -> AuthorizedKey {
  AuthorizedKey(
    formed: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfVt1mDxHNzyvV3RVQ2qDrwFMcfkrRMc0ufYtgwNGa \(comment)")
}

/// The messages of what rendering throws, each with its place; empty when it does not throw.
func problems(_ appliance: Appliance) -> [String] {
  do throws(Diagnostics) {
    _ = try render(appliance)
    return []
  } catch {
    return error.list.map(\.description)
  }
}

/// The parts of the partition recipe that partman is given.
func expertRecipe(_ appliance: Appliance) throws -> [String] {
  var problems: [Diagnostic] = []
  let preseed = PreseedParser.parse(try render(appliance).text(filling: [:]), &problems) { _, _ in .standard }
  return preseed.directive("partman-auto/expert_recipe")?.parts.map(\.value) ?? []
}

/// A folder of its own for one test, removed afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Runs a program and returns its exit status with all that it printed.
func execute(_ arguments: [String], environment: [String: String] = [:]) throws -> (
  status: Int32, output: String
) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// A script's command without the number that it reports with.
func withoutNumber(_ text: String) -> String { text.replacing(#/^at=\d+; /#, with: "") }

/// The lines of a script, without their numbers.
func commands(of file: AnswerFile) -> [AnswerFile.Line] {
  file.lines.map { AnswerFile.Line(withoutNumber($0.text), from: $0.origin) }
}
