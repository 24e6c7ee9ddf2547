import Console
import Foundation
import Images
import Testing

@testable import Commands

/// `kiln admit`, as far as nothing is opened, and what it makes of verdicts.
@Suite struct AdmitCommandTests {
  @Test(
    arguments: [
      (
        ["web.qcow2"], 2,
        "kiln admit: name a policy with --policy, or under 'policy' in the site file\nSee 'kiln admit --help'.\n"
      ),
      (
        ["web.qcow2", "--policy", "lax"], 2,
        "kiln admit: there is no file 'lax', and no such policy is shipped; there are cloud-marketplace, grid-site, strict\n"
          + "See 'kiln admit --help'.\n"
      ),
      (
        ["web.qcow2", "--policy", "wrong.yaml"], 3,
        "wrong.yaml:1:1: unknown key 'root_logn' (did you mean 'root_login'?)\n"
      ),
      (
        ["nothing.qcow2", "--policy", "strict"], 1,
        "kiln: there is no image nothing.qcow2: give the path of its descriptor or of one of its disks\n"
      ),
    ] as [([String], Int32, String)])
  func whatCannotBeDoneIsSaid(words: [String], status: Int32, message: String) async throws {
    let program = try Program()
    try program.write("wrong.yaml", "root_logn: keys\n")
    let result = try await program.run(["admit"] + words)
    #expect(result.messages == message)
    #expect(result.status == .exited(status))
  }

  @Test func anImageThatCannotBeOpenedIsAVerdict() async throws {
    let program = try Program()
    var head = Data(count: 1 << 16)
    head.replaceSubrange(0..<16, with: [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 2, 0])
    try head.write(to: URL(filePath: "\(program.folder)/web.qcow2"))
    let result = try await program.run(["admit", "web.qcow2", "--policy", "grid-site"])
    #expect(
      result.output.hasSuffix(
        """
        by Grid site

        NOT ADMITTED: it cannot be opened safely, or is too much: it has a backing file: flatten it with qemu-img convert

        """), "\(result.output)")
    #expect(result.messages == "")
    #expect(result.status == .exited(1))
  }

  private func admission() throws -> Admission {
    let program = try Program()
    try program.write(
      "policy.yaml",
      """
      title: Ours
      formats: [qcow2]
      privileged_files: []
      residue: none
      tests: {passed: true}
      accept_unknown: [residue]
      """)
    let policy = try Policy(path: "\(program.folder)/policy.yaml")
    let contents = ImageContents(files: [
      "/\u{1B}[2J\nADMITTED": ContentsFile(kind: .file, mode: 0o4755)
    ])
    let facts = ImageFacts(disks: DiskFacts(contents: contents, formats: ["qcow2"], sizes: [1]))
    return Admission(image: "disk x", policy: policy, findings: .judged(policy.verdicts(on: facts)))
  }

  @Test func textTellsEachRuleAndThePlacesOfThoseThatAreNotKept() throws {
    let admission = try admission()
    let file = admission.policy.file
    let text = AdmissionReport(admission: admission).text(
      on: Terminal(isTerminal: false, environment: ["LANG": "C.UTF-8"]))
    #expect(
      text == #"""
        disk x
        by Ours

        RULE              VERDICT               EVIDENCE
        formats           passed                it is qcow2
        privileged_files  FAILED                /\u001B[2J\u000AADMITTED (4755)
        residue           not known (accepted)  no verified statement says what its build left behind
        tests             NOT KNOWN             no verified statement says whether its tests passed

        \#(file):3:1: privileged_files failed
        \#(file):5:1: tests is not known
        NOT ADMITTED: 2 of 4 rules not kept

        """#)
  }

  @Test func jsonIsAsItsSchemaSays() async throws {
    let program = try Program()
    let report = AdmissionReport(admission: try admission())
    try program.write(
      "admit.json", try render(report, as: .json, on: Terminal(isTerminal: false, environment: [:])))
    #expect(try await JSONOutputTests.faults(["admit", "admit.json"], in: program.folder) == "")
  }
}
