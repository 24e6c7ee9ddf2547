import Testing

/// `kiln run`, as far as nothing is booted.
struct RunCommandTests {
  @Test(
    arguments: [
      (
        ["web", "--forward", "8080"], 2,
        "--forward takes two ports such as 8080:80, the host's first, not '8080'"
      ),
      (["web", "--memory", "2G"], 2, "--memory takes a size such as 512MiB or 20GiB, not '2G'"),
      (["web", "--cpus", "0"], 2, "--cpus takes a number from 1 to 4096, not '0'"),
      (["web", "--user", "ann"], 2, "--user is about logging in: give --ssh or --command, too"),
      (["web", "--command", "true", "--user", "Ann B"], 2, "--user takes a user's name, not 'Ann B'"),
      (["web", "--ssh"], 2, "a shell needs a terminal; use --command in a script"),
    ] as [([String], Int32, String)])
  func aCommandLineThatCannotBeIsRefused(words: [String], status: Int32, message: String) async throws {
    let result = try await Program().run(["run"] + words)
    #expect(result.messages == "kiln run: \(message)\nSee 'kiln run --help'.\n")
    #expect(result.status == .exited(status))
  }

  @Test func aWindowNeedsADisplay() async throws {
    let none = ["DISPLAY": "", "WAYLAND_DISPLAY": ""]
    let result = try await Program().run(["run", "web", "--display", "gtk"], environment: none)
    #expect(result.messages == "kiln: there is no display for a window: use --display vnc\n")
    #expect(result.status == .exited(4))
  }

  @Test func whatIsNotThereIsNamed() async throws {
    let program = try Program()
    try program.write("text.raw", "no disk")
    let result = try await program.run(["run", "text.raw"])
    #expect(
      result.messages.contains("text.raw over: neither qcow2, VMDK, VHD, VHDX, VDI, nor a raw disk"),
      "\(result.messages)")
    #expect(result.status == .exited(1))
  }
}
