import Failures
import Guest
import Provisioners
import Recipes
import Text

extension ServicesStep: GuestStep {
  func run(in context: StepContext) async throws {
    guard try await !context.session.paths(matching: "/{usr/,}bin/systemctl").isEmpty else {
      throw BuildError(
        .scriptFailed,
        "\(context.place): \(context.title) failed: the image has no systemctl, and so no systemd",
        from: .step)
    }
    for unit in changes.flatMap(\.units) {
      guard try await context.session.paths(matching: Self.places(of: unit.value)).isEmpty else { continue }
      throw BuildError(
        .scriptFailed,
        "\(unit.origin): the image has no unit '\(unit.value)': put the step that installs it before this one,"
          + " or correct the name", from: .step)
    }
    try await context.run(command)
  }

  /// A shell pattern of the files that systemd knows a unit by (systemd.unit(5), Unit File Load Path): its own, its
  /// template's, or the script that it is made from (systemd-sysv-generator(8)).
  static func places(of unit: String) -> String {
    let name = unit.split(separator: "@", maxSplits: 1).map(String.init)
    let template = name.count == 2 ? "\(name[0])@.\(unit.split(separator: ".").last ?? "")" : unit
    let script = unit.hasSuffix(".service") ? unit.dropLast(".service".count) : unit[...]
    let files = "{etc,usr/local/lib,usr/lib,lib}/systemd/system/{\(unit),\(template)}"
    return "/{\(files),etc/{rc.d/,}init.d/\(script)}"
  }

  /// In an image systemctl(1) changes links alone, and starts or stops nothing.
  var command: GuestCommand {
    let lines = changes.map { change in
      "systemctl \(change.verb) -- " + change.units.map { shellWord($0.value) }.joined(separator: " ")
    }
    return GuestCommand("set -e\n" + lines.map { $0 + "\n" }.joined())
  }
}
