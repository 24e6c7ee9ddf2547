import Diagnostics
import Files
import Foundation
import Machine
import Recipes
import Testing

@testable import Failures

struct FatalTextsTests {
  /// Output as the programs print it, with the line breaks of a console.
  @Test(
    arguments: [
      (
        "serial", "debian-installer", "!! ERROR: Bad archive mirror\r\n\r\nAn error",
        FailureCause.mirrorUnreachable
      ),
      ("serial", "debian-installer", "free space is too\nsmall", nil),
      (
        "serial", "debian-installer",
        "This probably happened because the selected disk or free space is too\nsmall to be automatically",
        .diskTooSmall
      ),
      ("serial", "debian-installer", "!! ERROR: Something new\n", .phaseFailed),
      (
        "serial", "debian-installer",
        "!! ERROR: Debootstrap warning\n\nWarning: Failure while configuring base packages.  This will be\nre-attempted",
        .phaseFailed
      ),
      ("serial", "anaconda", "!! ERROR: Something new\n", nil),
      ("serial", "debian-installer", "Which?\n[Press enter to continue] ", .asksQuestion),
      ("serial", "debian-installer", "[Press enter to continue] \nDetecting disks", nil),
      (
        "serial", "debian-installer",
        "[Press enter to continue] [    9.123456] hrtimer: interrupt took 5 ns\r\n[   60.000001] random: x\r\n",
        .asksQuestion
      ),
      ("serial", "debian-installer", "  1: Yes  2: No [*]\nPrompt: '?' for help, default=2> ", .asksQuestion),
      ("serial", "debian-installer", "Downloading a file failed:", .mirrorUnreachable),
      ("serial", "anaconda", "[  1.2] Kernel panic - not syncing: Attempted to kill init!", .guestPanicked),
      (
        "serial", "subiquity",
        "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)", .bootFailed
      ),
      (
        "serial", "anaconda",
        "The following problem occurred on line 12 of the kickstart file:\n\nUnknown command: foo",
        .answerFileError
      ),
      (
        "serial", "anaconda",
        "Fatal glibc error: CPU does not support x86-64-v2\nKernel panic - not syncing: Attempted to kill init!",
        .wrongArchitecture
      ),
      ("serial", "anaconda", "dracut-initqueue[7]: Warning: Could not boot.", .bootFailed),
      ("serial", "subiquity", "Malformed autoinstall in 'storage' section", .answerFileError),
      ("log", "debian-installer", "in-target: E: Unable to locate package no-such", .packageNotFound),
      ("serial", "debian-installer", "E: Unable to locate package no-such", nil),
      (
        "serial", "debian-installer",
        "!! ERROR: Debootstrap Error\n\nThe following error occurred:\n\nCouldn't find these debs: no-such",
        .packageNotFound
      ),
      (
        "log", "debian-installer", "debootstrap: E: Failed getting release file http://example.org/x",
        .mirrorUnreachable
      ),
      ("log", "anaconda", "No match for argument: nginx-lite", .packageNotFound),
      ("step", "", "Temporary failure resolving 'mirror.example.org'", .mirrorUnreachable),
      (
        "step", "",
        "E: Release file for http://d.example.org/dists/trixie-updates/InRelease is expired (invalid since 3d 4h 5min 6s). Updates",
        .mirrorInconsistent
      ),
      (
        "step", "", "E: Release file for http://d/InRelease is not valid yet (invalid for another 3h). Up",
        .mirrorInconsistent
      ),
      (
        "step", "", "E: The repository 'http://d trixie Release' does not have a Release file.",
        .mirrorUnreachable
      ),
      ("step", "", "E: The repository 'http://d trixie InRelease' is not signed.", .mediaSignature),
      ("step", "", "W: GPG error: http://d InRelease: NO_PUBKEY 0E98404D386FA1D9", .mediaSignature),
      ("step", "", "E: Failed to fetch http://d/x.deb  404  Not Found [IP: 1.2.3.4]", .mirrorInconsistent),
      (
        "step", "",
        "Error: Failed to download metadata for repo 'x': Yum repo downloading error: Downloading error(s): a",
        .mirrorInconsistent
      ),
      (
        "step", "", "Error: Failed to download metadata for repo 'x': Cannot prepare internal mirrorlist: x",
        .mirrorUnreachable
      ),
      ("step", "", "E: Failed to fetch http://d/InRelease  Could not connect to d:80", .mirrorUnreachable),
      ("step", "", "tar: x: Cannot write: No space left on device", .noSpace),
      ("step", "", "all is well", nil),
    ] as [(String, String, String, FailureCause?)])
  func textsAreKnown(source: String, family: String, output: String, cause: FailureCause?) throws {
    let source = try #require(FatalText.Source(rawValue: source))
    let found = try Workplace.shippedTexts().first(
      in: SerialConsole.plain(Data(output.utf8)), from: source, family: family.isEmpty ? nil : family)
    #expect(found?.cause == cause)
  }

  /// The texts that the stand-in installer can say, in debian-installer's own words.
  @Test(
    arguments: [
      ("bad-mirror", .mirrorUnreachable, "!! ERROR: Bad archive mirror"),
      ("disk-too-small", .diskTooSmall, "the selected disk or free space is too small"),
      ("wrong-architecture", .wrongArchitecture, "!! ERROR: Architecture not supported"),
      ("no-kernel-modules", .noKernelModules, "No kernel modules were found"),
      ("broken-answers", .answerFileError, "Failed to process the preconfiguration file"),
      ("answers-unreachable", .answersNeverFetched, "Failed to retrieve the preconfiguration file"),
    ] as [(String, FailureCause, String)])
  func whatTheStandInSaysIsKnown(file: String, cause: FailureCause, quotation: String) throws {
    let path = "\(Workplace.checkout)/Tests/StandIn/lib/texts/\(file)"
    let output = SerialConsole.plain(try Data(contentsOf: URL(fileURLWithPath: path)))
    let known = try Workplace.shippedTexts().first(in: output, from: .serial, family: "debian-installer")
    #expect(known?.cause == cause)
    #expect(known?.quotation.contains(quotation) == true, "\(known?.quotation ?? "nothing")")
  }

  @Test func theLineOfAnAnswerFileIsRead() throws {
    let output = "The following problem occurred on line 12 of the kickstart file:\n\nUnknown command: foo\n"
    let known = try Workplace.shippedTexts().first(in: output, from: .log, family: "anaconda")
    #expect(known?.line == 12)
    #expect(known?.quotation == "problem occurred on line 12 of the kickstart file: Unknown command: foo")
  }

  @Test func theMachineOfAHealthyInstallSaysNothingFatal() throws {
    let output = """
      [    0.000000] Linux version 6.12.107+deb13-amd64
      [    3.199177] ima: Allocated hash algorithm: sha256
      Detecting network hardware  ... 2%... 95%... 100%
      Checking the Debian archive mirror  ... 25%... 50%... 75%... 100%
      Partitions formatting  ... 33%
      """
    #expect(try Workplace.shippedTexts().first(in: output, from: .serial, family: "debian-installer") == nil)
  }

  @Test(arguments: [
    ("pattern: x", "1:1: must be a list of texts"),
    ("- x", "1:3: must be a mapping with 'pattern' and 'cause'"),
    ("- pattern: x", "1:3: a text needs 'pattern' and 'cause'"),
    ("- {pattern: x, cause: no-space, familie: any}", "1:33: unknown key 'familie'"),
    ("- {pattern: '(x', cause: no-space}", "1:13: '(x' is no regular expression"),
    (
      "- {pattern: x, cause: no-space, source: [serial, tty]}",
      "1:50: 'source' must be one of serial, log, step, found 'tty'"
    ),
    ("- {pattern: x, cause: no-space", "2:1: did not find expected ',' or '}'"),
  ])
  func aMalformedFileIsNamedWithItsPlace(text: String, message: String) throws {
    let folder = TemporaryFolder()
    try FileSystem.makeFolder("\(folder.path)/diagnosis")
    let path = "\(folder.path)/diagnosis/fatal-texts.yaml"
    try FileSystem.write(Data(text.utf8), to: path)
    let error = #expect(throws: Diagnostics.self) { try FatalTexts(library: folder.path) }
    #expect(error?.description.hasPrefix("\(path):\(message)") == true, "\(error?.description ?? "")")
  }

  @Test func aLibraryWithoutTheFileKnowsNone() throws {
    #expect(try FatalTexts(library: "/nowhere").texts.isEmpty)
  }
}
