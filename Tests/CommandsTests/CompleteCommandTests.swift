import Foundation
import Testing

@Suite struct CompleteCommandTests {
  /// What a shell would run must not come out of a folder that somebody else has written.
  @Test func namesThatNoRecipeMayHaveAreNotOffered() async throws {
    let program = try Program()
    try program.write("shop.yaml", "name: shop\nparent: web\nversion: 0.1.0\n")
    try program.write("trap.yaml", "name: \"sh$(touch trapped)\"\nparent: web\nversion: 0.1.0\n")
    let result = try await program.run(["complete", "--", "plan", "sh"])
    #expect(result.output == "shop\tyours\n:none\n")
  }

  /// What is put in place of the last word, for shells that leave words whole and for bash, which cuts them at `=`.
  @Test(
    arguments: [
      (["--set", "qcow"], ["qcow2_compat="]), (["--set=hardware.fi"], ["--set=hardware.firmware="]),
      (
        ["--set=hardware.firmware=u"],
        ["--set=hardware.firmware=uefi", "--set=hardware.firmware=uefi-secure"]
      ),
      (["--set", "=", "hardware.firmware", "=", "u"], ["uefi", "uefi-secure"]),
      (["--set", "hardware.firmware", "=", ""], ["bios", "uefi", "uefi-secure"]),
      (["--set", "a", "=", "b", "--set", "a", "=", "c", "--set", "ins"], ["installer.", "install."]),
      (["--refresh", ""], ["updates", "1d", "7d", "30d"]), (["--refresh=u"], ["--refresh=updates"]),
    ] as [([String], [String])])
  func valuesOfOptionsAreOffered(words: [String], offered: [String]) async throws {
    let result = try await Program().run(["complete", "--", "plan", "web"] + words)
    let lines = result.output.split(separator: "\n").dropLast()
    #expect(lines.map { String($0.prefix { $0 != "\t" }) } == offered)
  }
}
