import Testing

/// `kiln shell`, as far as nothing is opened.
struct ShellCommandTests {
  @Test(
    arguments: [
      (
        ["web", "--boot", "--command", "true"], 2,
        "kiln shell: --boot and --command exclude one another\nSee 'kiln shell --help'.\n"
      ),
      (
        ["web"], 1,
        "kiln: there is no layer or image 'web': give a path of an image, the first digits of a layer's key, or one of "
          + "these: (nothing is built yet)\n"
      ),
      (
        ["web", "--try", "--boot"], 2,
        "kiln shell: --try excludes --failed and --boot\nSee 'kiln shell --help'.\n"
      ),
      (
        ["web", "--failed"], 1,
        "kiln: no failed build of web is kept: build it with 'kiln build web --keep-failed'\n"
      ),
    ] as [([String], Int32, String)])
  func whatCannotBeOpenedIsNamed(words: [String], status: Int32, message: String) async throws {
    let result = try await Program().run(["shell"] + words)
    #expect(result.messages == message)
    #expect(result.status == .exited(status))
  }
}
