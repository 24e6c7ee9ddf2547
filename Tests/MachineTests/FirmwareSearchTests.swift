import Files
import Foundation
import Testing

@testable import Machine

struct FirmwareSearchTests {
  private let scratch: Scratch
  private let first: String
  private let second: String

  init() throws {
    scratch = try Scratch()
    first = scratch.file("etc")
    second = scratch.file("usr")
    for folder in [first, second] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    for name in ["CODE.fd", "VARS.fd", "OTHER.fd"] { try write("bytes of \(name)", to: scratch.file(name)) }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// A descriptor as Debian's ovmf has them.
  private func descriptor(
    interface: String = "uefi", architecture: String = "x86_64", machine: String = "pc-q35-*",
    features: String = #""acpi-s3", "verbose-dynamic""#, mapping: String = "", code: String = "CODE.fd"
  ) -> String {
    """
    {"description": "UEFI firmware", "interface-types": ["\(interface)"],
     "mapping": {"device": "flash", \(mapping)
       "executable": {"filename": "\(scratch.file(code))", "format": "raw"},
       "nvram-template": {"filename": "\(scratch.file("VARS.fd"))", "format": "raw"}},
     "targets": [{"architecture": "\(architecture)", "machines": ["pc-i440fx-*", "\(machine)"]}],
     "features": [\(features)], "tags": []}
    """
  }

  private func search(isSecure: Bool = false) throws -> UEFIFirmware {
    try FirmwareSearch(folders: [first, second]).uefi(for: .x86_64, isSecure: isSecure)
  }

  private func whatIsSaid(isSecure: Bool = false) throws -> String {
    "\(try #require(#expect(throws: MachineError.self) { try search(isSecure: isSecure) }))"
  }

  @Test func theFirstThatFitsIsTaken() throws {
    try write(descriptor(features: #""requires-smm", "secure-boot""#), to: second + "/40-secure.json")
    try write(descriptor(), to: second + "/60-plain.json")
    try write(descriptor(code: "OTHER.fd"), to: second + "/70-later.json")
    let pair = try search()
    #expect(pair.code == .init(path: scratch.file("CODE.fd")))
    #expect(pair.variables == .init(path: scratch.file("VARS.fd")))
  }

  @Test func secureBootTakesWhatHasKeys() throws {
    let features = #""requires-smm", "secure-boot""#
    try write(descriptor(features: features), to: second + "/30-no-keys.json")
    try write(
      descriptor(features: features + #", "enrolled-keys""#, code: "OTHER.fd"), to: second + "/40-keys.json")
    try write(descriptor(), to: second + "/60-plain.json")
    let pair = try search(isSecure: true)
    #expect(pair.code.path == scratch.file("OTHER.fd") && pair.requiresSMM)
    #expect(try pair.forOneMachine(variables: scratch.file("machine.fd")).requiresSMM)
    #expect(try !search().requiresSMM)
    try FileManager.default.removeItem(atPath: second + "/40-keys.json")
    #expect(
      try whatIsSaid(isSecure: true) == """
        no UEFI firmware for x86_64 with Secure Boot and keys: install ovmf
          \(second)/30-no-keys.json: without enrolled-keys
          \(second)/60-plain.json: without secure-boot, enrolled-keys
        """)
  }

  @Test func anEarlierFolderHidesALaterOne() throws {
    try write(descriptor(), to: second + "/60-plain.json")
    try write(descriptor(code: "OTHER.fd"), to: first + "/60-plain.json")
    #expect(try search().code.path == scratch.file("OTHER.fd"))
    try write("", to: first + "/60-plain.json")
    #expect(try whatIsSaid().hasSuffix("no descriptor is in \(first) or \(second)"))
  }

  @Test func whatIsMissingIsSaid() throws {
    #expect(
      try whatIsSaid() == """
        no UEFI firmware for x86_64 without Secure Boot: install ovmf
          no descriptor is in \(first) or \(second)
        """)
  }

  @Test func eachThatDoesNotServeIsNamedWithItsReason() throws {
    let unfit = [
      ("1", descriptor(interface: "bios"), "not UEFI"),
      ("2", descriptor(architecture: "aarch64", machine: "virt-*"), "for aarch64"),
      ("3", descriptor(machine: "microvm"), "for the machines pc-i440fx-*, microvm"),
      ("4", descriptor(features: #""secure-boot", "requires-smm""#), "it has secure-boot, requires-smm"),
      ("5", descriptor(mapping: #""mode": "stateless","#), "not a pair of code and variables"),
      ("6", descriptor(code: "GONE.fd"), "\(scratch.file("GONE.fd")) cannot be read"),
      ("7", "{}", "not a firmware descriptor"),
      ("8", descriptor().replacing(#""raw""#, with: #""vmdk""#), "no pair of raw or qcow2 files"),
    ]
    for (name, text, _) in unfit { try write(text, to: "\(second)/\(name).json") }
    let reasons = unfit.map { "\n  \(second)/\($0.0).json: \($0.2)" }.joined()
    #expect(try whatIsSaid() == "no UEFI firmware for x86_64 without Secure Boot: install ovmf\(reasons)")
  }

  @Test func aMachineGetsVariablesOfItsOwn() throws {
    try write(descriptor(), to: second + "/60-plain.json")
    let copy = scratch.file("machine.fd")
    try write("an earlier machine's", to: copy)
    let own = try search().forOneMachine(variables: copy)
    #expect(own == UEFIFirmware(code: try search().code, variables: .init(path: copy)))
    #expect(try scratch.contents(of: "machine.fd") == "bytes of VARS.fd")
  }

  @Test func aCopyThatCannotBeMadeNamesBoth() throws {
    let pair = UEFIFirmware(code: .init(path: "/c"), variables: .init(path: scratch.file("gone.fd")))
    let error = #expect(throws: FileError.self) { try pair.forOneMachine(variables: "/w/vars") }
    #expect("\(try #require(error))".hasPrefix("cannot make /w/vars from \(scratch.file("gone.fd")): "))
  }
}
