import Diagnostics
import Recipes
import Testing

@testable import AnswerFiles

/// What becomes of the answers of a partial answer file beside the settings of a recipe.
@Suite struct GivenAnswersTests {
  private static let end = [
    "d-i partman-basicfilesystems/no_swap boolean false",
    "d-i partman-partitioning/confirm_write_new_label boolean true",
    "d-i partman/choose_partition select finish",
    "d-i partman/confirm boolean true", "d-i partman/confirm_nooverwrite boolean true",
    "d-i finish-install/reboot_in_progress note", "d-i debian-installer/exit/poweroff boolean true",
  ]

  private func given(_ text: String, _ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
    debian {
      $0.installer.booted.answers = partial(text)
      change(&$0)
    }
  }

  @Test func aBareFileEndsUnattended() throws {
    let file = try render(given("# nothing\n"))
    for line in Self.end { #expect(file.lines.count { $0.text == line } == 1, "\(line)") }
    #expect(file.warnings == [])
  }

  @Test func whatEndsAnInstallIsInNoKeyUnlessItIsWritten() throws {
    let bare = try render(given("")).keyText
    #expect(!Self.end.contains(where: bare.contains))
    #expect(
      try render(given("d-i partman/confirm boolean true\n")).keyText.contains("partman/confirm boolean"))
  }

  @Test func whatStandsThereAlreadyStaysInItsPlace() throws {
    let file = try render(given("d-i partman/confirm boolean true\n# after\n"))
    #expect(file.lines.prefix(2).map(\.text) == ["d-i partman/confirm boolean true", "# after"])
    #expect(file.lines.count { $0.text.contains("partman/confirm ") } == 1)
  }

  @Test(arguments: [
    (
      "debconf/priority select low",
      "'debconf/priority' is not for an unattended install: it would ask, and nobody answers"
    ),
    (
      "debian-installer/exit/halt boolean true",
      "'debian-installer/exit/halt' is not for an unattended install: the machine switches off at the end"
    ),
    ("partman/confirm boolean false", "'partman/confirm' must have 'true', or no unattended install ends"),
    (
      "debian-installer/exit/poweroff boolean false",
      "'debian-installer/exit/poweroff' must have 'true', or no unattended install ends"
    ),
    (
      "partman/confirm seen false",
      "'partman/confirm' must not be marked to be asked, or no unattended install ends"
    ),
  ]) func rawLinesDoNotUndoTheEnd(_ line: String, _ message: String) {
    let found = problems(debian { $0.install.raw = [at(8, "d-i \(line)")] })
    #expect(found == ["debian-13.yaml:8:1: raw: \(message)"])
  }

  @Test func rawLinesThatSayTheSameMayStandThere() {
    #expect(problems(debian { $0.install.raw = Self.end.enumerated().map { at(8 + $0, $1) } }) == [])
  }

  @Test func whatIsDroppedIsToldWithBothPlaces() throws {
    let file = try render(given("# x\nd-i time/zone string Mars/Base\n"))
    #expect(
      file.warnings.map(\.description) == [
        "debian.preseed:2:1: 'time/zone' is dropped: debian-13.yaml:4:1 takes its place"
      ])
    #expect(try render(given("d-i time/zone string UTC\n")).warnings == [])
  }

  private static let user = """
    d-i passwd/root-login boolean false
    d-i passwd/make-user boolean true
    d-i passwd/username string ann
    d-i passwd/user-fullname string Ann O'Hara
    d-i passwd/user-password-crypted password $6$a$b
    d-i passwd/user-default-groups string adm\n
    """

  @Test func theUserOfAFileIsMade() throws {
    let outcome = try Installation.run("preseed/late_command", of: given(Self.user))
    #expect(outcome.status == 0)
    let calls = outcome.calls.filter {
      $0.contains("ann") || $0.contains("getent") || $0.contains("chpasswd") || $0.contains("debconf")
    }
    #expect(
      calls == [
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-c> <Ann O'Hara> <ann>",
        "chroot </target> <getent> <group> <adm>", "chroot </target> <usermod> <-a> <-G> <adm> <ann>",
        "chroot </target> <getent> <group> <sudo>", "chroot </target> <usermod> <-a> <-G> <sudo> <ann>",
        "debconf-get <passwd/user-password-crypted>", "chroot </target> <chpasswd> <-e>",
        "debconf-set <passwd/user-password-crypted> <>",
      ])
    #expect(outcome.files["passwords"] == "ann:answer of passwd/user-password-crypted\n")
    let file = try render(given(Self.user))
    #expect(file.packages.contains("sudo"))
    #expect(file.warnings == [])
  }

  /// The installer writes the commands to its log.
  @Test(arguments: [
    "passwd/user-password password pass-word", "passwd/user-password-crypted password $6$pass-word",
  ])
  func noPasswordStandsInACommand(_ answer: String) throws {
    let file = try render(given("d-i passwd/username string ann\nd-i \(answer)\n"))
    #expect(file.lines.filter { $0.text.contains("pass-word") }.map(\.text) == ["d-i \(answer)"])
    #expect(file.lines.contains { $0.text.contains("chpasswd") })
  }

  @Test func aPasswordOfNoUserIsLeftOut() throws {
    let own = User(name: "ann", fullName: "", groups: [], sudo: false, authorizedKeys: [])
    let file = try render(given(Self.user) { $0.install.users = [at(9, own)] })
    #expect(!file.lines.contains { $0.text.contains("$6$a$b") })
  }

  @Test func aBackslashAndAnNAreCarriedInANameAndToldOfInAPassword() throws {
    let name = #"d-i passwd/username string ann\#nd-i passwd/user-fullname string A\nB\#n"#
    let calls = try Installation.run("preseed/late_command", of: given(name)).calls
    #expect(calls.contains { $0.contains(#"<-c> <A\nB>"#) })
    let password = #"d-i passwd/username string ann\#nd-i passwd/user-password password a\nb\#n"#
    #expect(
      problems(given(password)) == [
        #"debian.preseed:2:1: 'passwd/user-password' has '\n' in it, which the installer makes a line end of"#
      ])
  }

  @Test func aFlagIsNoAnswer() throws {
    let flags = """
      d-i preseed/late_command seen true
      d-i preseed/late_command string touch /target/x
      d-i debian-installer/exit/poweroff seen true
      d-i passwd/username seen true
      d-i passwd/username string ann
      d-i time/zone seen true

      """
    let file = try render(given(flags))
    let texts = file.lines.map(\.text)
    #expect(texts.contains("d-i debian-installer/exit/poweroff boolean true"))
    #expect(!texts.contains { $0.contains(" seen ") })
    #expect(texts.contains("d-i time/zone string UTC"))
    #expect(texts.contains { $0.contains("useradd") })
    #expect(texts.contains { $0.contains("sh -c 'touch /target/x';") })
    #expect(!texts.contains { $0.contains("sh -c 'true'") })
    #expect(file.warnings == [])
    let end = try render(
      given(
        "d-i debian-installer/exit/poweroff seen true\nd-i debian-installer/exit/poweroff boolean false\n"))
    #expect(end.lines.contains { $0.text == "d-i debian-installer/exit/poweroff boolean true" })
    #expect(!end.lines.contains { $0.text == "d-i debian-installer/exit/poweroff boolean false" })
  }

  @Test func aFlagOfARawLineTakesNoAnswerAway() throws {
    let flag = "d-i debian-installer/exit/poweroff seen true"
    let texts = try render(debian { $0.install.raw = [at(8, flag)] }).lines.map(\.text)
    #expect(texts.contains("d-i debian-installer/exit/poweroff boolean true"))
    #expect(texts.last == flag)
  }

  /// The installer goes by the name of a question, whoever is written before it.
  @Test func whatAPackageAsksTooIsTheInstallers() throws {
    let file = try render(
      given(
        "debconf debconf/priority select low\nkeyboard-configuration keyboard-configuration/xkb-keymap select de\n"
      ))
    #expect(!file.lines.contains { $0.text.contains("select low") || $0.text.contains("select de") })
    #expect(file.lines.count { $0.text.contains("xkb-keymap") } == 1)
    #expect(file.warnings.count == 2)
    let raw = problems(debian { $0.install.raw = [at(8, "debconf debconf/priority select low")] })
    #expect(raw.first?.contains("'debconf/priority' is not for an unattended install") == true)
  }

  @Test func onlyTheFirstUnknownQuestionsAreCompared() throws {
    let lines = (0..<30).map { "d-i partman/confirn\($0) string x\n" }.joined()
    let warnings = try render(given(lines)).warnings.map(\.description)
    #expect(warnings.count == 30)
    #expect(warnings.count { $0.contains("did you mean") } == 20)
  }

  @Test func theRecipesUserIsTheOneThatStays() throws {
    let own = User(name: "ann", fullName: "", groups: [], sudo: false, authorizedKeys: [])
    let file = try render(given(Self.user) { $0.install.users = [at(9, own)] })
    #expect(
      file.warnings.map(\.description) == [
        "debian.preseed:3:1: 'passwd/username' is dropped: debian-13.yaml:9:1 makes the user 'ann'"
      ])
    #expect(file.lines.count { $0.text.contains("useradd") } == 1)
  }

  @Test func noUserIsMadeThatIsNotWanted() throws {
    let file = try render(given("d-i passwd/make-user boolean false\nd-i passwd/username string ann\n"))
    #expect(!file.lines.contains { $0.text.contains("useradd") })
  }

  @Test func packagesOfALaterStepAreInstalledToo() throws {
    let file = try render(
      given("d-i pkgsel/include string vim, \\\n  tmux vim\nd-i base-installer/includes string zstd\n"))
    #expect(file.packages.prefix(3) == ["zstd", "vim", "tmux"])
    #expect(!file.lines.contains { $0.text.contains("pkgsel/include") })
  }

  @Test func withoutASecurityHostThereAreNoSecuritySources() throws {
    func sources(_ text: String) throws -> Bool {
      try Installation.value("preseed/late_command", of: given(text)).contains("trixie-security")
    }
    #expect(try sources(""))
    #expect(try !sources("d-i apt-setup/security_host string\n"))
  }

  /// Subiquity fails where both forms are there.
  @Test func oneMirrorRemains() throws {
    func apt(_ change: (inout Appliance) -> Void) throws -> [String] {
      try rendered(ubuntu(change), "apt")?.members.map(\.key) ?? []
    }
    let old = "apt: {primary: [{arches: [default], uri: \"http://mirror.example.org/ubuntu\"}]}"
    let file = try apt { $0.installer.booted.answers = autoinstall("version: 1\n\(old)\n") }
    #expect(file.contains("mirror-selection") && !file.contains("primary"))
    let raw = try apt { $0.install.raw = [at(8, old)] }
    #expect(raw.contains("primary") && !raw.contains("mirror-selection"))
  }

  @Test func rawKeysDoNotUndoTheEnd() {
    func found(_ line: String) -> [String] { problems(ubuntu { $0.install.raw = [at(8, line)] }) }
    #expect(
      found("shutdown: reboot") == [
        "debian-13.yaml:8:1: raw: 'shutdown' must be 'poweroff': the machine's end is the install's"
      ])
    #expect(found("shutdown: poweroff") == [])
    #expect(found("interactive-sections: [network]").first?.contains("waits for somebody") == true)
    #expect(found("interactive-sections: []") == [])
  }
}
