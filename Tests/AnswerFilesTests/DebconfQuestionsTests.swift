import Diagnostics
import Recipes
import Testing

@testable import AnswerFiles

@Suite struct DebconfQuestionsTests {
  private func finding(_ line: String) -> DebconfFinding? {
    var problems: [Diagnostic] = []
    let directives = PreseedParser.parse(line + "\n", &problems) { _, _ in .standard }.directives
    return directives.first.flatMap(DebconfFinding.of)
  }

  @Test func theFactsAreThere() {
    let all = DebconfQuestions.all
    #expect(all.count > 700)
    #expect(all["partman/confirm"]?.type == "boolean")
    #expect(all["pkgsel/upgrade"]?.choices == ["none", "safe-upgrade", "full-upgrade"])
    #expect(all["tasksel/first"]?.owners == ["tasksel"])
    #expect(DebconfQuestions.versions.contains("partman-base 12:226 13:237"))
  }

  @Test(arguments: [
    "d-i partman/confirm boolean true", "d-i pkgsel/upgrade select none",
    "d-i time/zone string Europe/Prague",
    "d-i apt-setup/services-select multiselect",
    "d-i apt-setup/services-select multiselect security, updates",
    "d-i partman/mount_style select uuid", "tasksel tasksel/first multiselect standard",
    "d-i apt-setup/local3/key string k",
    "d-i partman/confirm seen false", "exim4-config exim4/no_config boolean true",
    "d-i finish-install/reboot_in_progress note",
    "d-i debian-installer/locale string en_US.UTF-8", "d-i keyboard-configuration/xkb-keymap select us",
  ]) func takesWhatTheInstallerTakes(_ line: String) {
    #expect(finding(line) == nil)
  }

  @Test(arguments: [
    (
      "d-i pkgsel/upgrade select safe-upgrad",
      "'safe-upgrad' is no choice of 'pkgsel/upgrade' (did you mean 'safe-upgrade'?): it has none, safe-upgrade, full-upgrade"
    ),
    (
      "d-i partman/confirm string y",
      "'partman/confirm' is a question of yes or no: 'true' or 'false', not 'y'"
    ),
  ]) func refusesWhatItWouldWaitFor(_ line: String, _ message: String) {
    #expect(finding(line) == .wrong(message))
  }

  @Test(arguments: [
    (
      "d-i partman/cnfirm boolean true",
      "Debian's installer has no question 'partman/cnfirm' (did you mean 'partman/confirm'?)"
    ),
    (
      "d-i tasksel/first multiselect",
      "'tasksel/first' is asked by 'tasksel', not by 'd-i', whose answers stay in the installer"
    ),
    ("d-i partman/confirm string true", "'partman/confirm' is of the type 'boolean', not 'string'"),
    (
      "d-i locale string en_US",
      "'locale' is a boot parameter, and answers nothing here; the question is 'debian-installer/locale'"
    ),
    (
      "d-i apt-setup/services-select multiselect security, x",
      "'x' is no choice of 'apt-setup/services-select': it has security, updates, backports"
    ),
  ]) func warnsOfTheRest(_ line: String, _ message: String) {
    #expect(finding(line) == .doubtful(message))
  }
}
