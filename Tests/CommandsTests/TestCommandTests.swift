import Testing

/// `kiln test`, as far as nothing is booted.
struct TestCommandTests {
  @Test(
    arguments: [
      (
        ["web", "--boot-limit", "0min"], 2, "kiln test: --boot-limit takes more than nothing, such as 5min\n"
      ),
      (
        ["web", "--boot-limit", "soon"], 2,
        "kiln test: --boot-limit takes a time such as 90min, 12h or 14d, not 'soon'\n"
      ),
      (["web", "--tests", "more.yaml"], 3, "more.yaml:2:5: unknown key 'port' (did you mean 'ports'?)\n"),
      (["web", "--tests", "gone.yaml"], 3, "gone.yaml:1:1: cannot be read: no such file or directory\n"),
      (["text.raw"], 1, "text.raw over: neither qcow2, VMDK, VHD, VHDX, VDI, nor a raw disk"),
      (["nothing"], 1, "kiln: there is no layer or image 'nothing'"),
    ] as [([String], Int32, String)])
  func whatCannotBeIsRefused(words: [String], status: Int32, message: String) async throws {
    let program = try Program()
    try program.write("more.yaml", "tests:\n  - port: 22\n")
    try program.write("text.raw", "no disk")
    let result = try await program.run(["test"] + words)
    #expect(result.messages.contains(message), "\(result.messages)")
    #expect(result.status == .exited(status))
  }
}
