import Recipes
import Testing

@testable import AnswerFiles

struct ImportTests {
  /// An appliance of which nothing is written but what a test changes.
  private func imported(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
    debian { appliance in
      appliance.installer = .image(
        .init(file: .init(addresses: ["/images/cloud.qcow2"], check: .sha256("00"))))
      appliance.install.locale.origin = .standard
      appliance.install.keyboard.origin = .standard
      appliance.install.timezone.origin = .standard
      appliance.install.hostname.origin = .standard
      appliance.install.storage = Storage(table: Sourced(.gpt, from: .standard), partitions: [])
      change(&appliance)
    }
  }

  @Test func whatNobodySetsStaysAsItIs() throws {
    #expect(try !render(imported()).lines.contains { $0.text.hasPrefix("at=1") })
  }

  @Test func nameTimeAndAccountsAreSet() throws {
    let answers = try render(
      imported {
        $0.install.hostname = at(5, "web")
        $0.install.timezone = at(6, "Europe/Prague")
        $0.install.authorizedKeys = [at(7, key("root"))]
      })
    let text = answers.text(filling: [:])
    #expect(text.contains("'web' > /etc/hostname"))
    #expect(text.contains("ln -sfn '/usr/share/zoneinfo/Europe/Prague' /etc/localtime"))
    #expect(text.contains("> /root/.ssh/authorized_keys"))
  }

  private static let refusal = "an imported image keeps its own; change it by a script under 'provision'"

  @Test func whatAScriptCannotChangeIsRefused() {
    let found = problems(
      imported {
        $0.install.locale = at(10, "cs_CZ.UTF-8")
        $0.install.storage.partitions = [at(11, root)]
        $0.install.packages = [at(12, "vim")]
        $0.install.serialConsole = at(13, "ttyS0")
      })
    #expect(
      found == [
        "debian-13.yaml:10:1: locale: \(Self.refusal)",
        "debian-13.yaml:11:1: storage: \(Self.refusal)",
        "debian-13.yaml:12:1: packages: \(Self.refusal)",
        "debian-13.yaml:13:1: serial_console: \(Self.refusal)",
      ])
  }
}
