import Console
import Digests
import Foundation
import Images
import Subprocess
import Testing

@testable import Commands

/// Every verb that prints JSON prints one document, as its schema in `schemas/` says, also when it fails.
@Suite struct JSONOutputTests {
  /// By verb, command lines and the schemas of what they print. They run in a folder with a right recipe `shop`, a wrong one `stall`,
  /// a distribution `acme-9` whose CD image is none, and logs of a failed build of `web`.
  private static let lines: [String: [(words: String, schema: String)]] = [
    "admit": [
      ("backed.qcow2 --policy strict", "admit"), ("nothing --policy strict", "error"), ("disk.img", "error"),
      ("disk.img --policy lax", "error"),
    ],
    "answers": [("shop", "answers"), ("stall", "error"), ("shop --nonsense", "error")],
    "builds": [("", "builds"), ("kiosc", "error")],
    "inspect": [
      ("kiosk", "inspect"), ("kiosk@0.2.0", "inspect"), ("kiosk@9.9.9", "error"), ("nothing.json", "error"),
    ],
    "promote": [
      ("kiosk 0.1.0 testing", "promote"), ("kiosk 0.2.0 testing", "promote"), ("kiosk 0.2.0 stable", "error"),
      ("kiosk 0.2.0", "error"),
    ],
    "release": [
      ("kiosk 0.1.0 --untested", "release"), ("kiosk 0.2.0 --untested --reason x", "release"),
      ("kiosk 0.0.9", "error"),
      ("kiosk one", "error"),
    ],
    "rebuild": [("nothing", "error"), ("web --snapshot never", "error")],
    "releases": [("", "releases"), ("kiosk", "releases"), ("kiosc", "error")],
    "retire": [("kiosk 0.2.0", "retire"), ("kiosk 0.1.0", "error")],
    "rollback": [("kiosk testing --to 0.1.0 --reason slow", "rollback"), ("kiosk testing", "error")],
    "build": [
      ("acme-9 --no-test", "build"), ("shop --offline", "error"), ("", "error"), ("shop --jobs 0", "error"),
    ],
    "check": [
      ("shop", "check"), ("", "check"), ("shp", "check"), ("shop --site none.yaml", "error"),
      ("--site", "error"),
    ],
    "convert": [
      ("disk.img --format raw --format vhd", "convert"), ("disk.img", "error"),
      ("nothing --format vdi", "error"),
      ("disk.img --format vdmk", "error"),
    ],
    "diff": [("nothing web", "error"), ("web", "error"), ("a b --only shoes", "error")],
    "distributions": [("", "distributions")],
    "doctor": [("", "doctor")],
    "explain": [("shop", "explain"), ("stall", "error")],
    "gc": [("", "gc"), ("--dry-run", "gc"), ("--older-than soon", "error")],
    "key": [
      ("list", "key"), ("new one --valid-for 1d", "key"), ("new two", "key"),
      ("revoke one --reason lost", "key"), ("revoke one", "error"), ("new two", "error"), ("sign", "error"),
    ],
    "list": [("", "list")],
    "log": [("web", "log"), ("shop", "error")],
    "media": [
      ("list shop", "media"), ("fetch shop --offline", "media"), ("verify", "media"),
      ("prune --dry-run --recipes library", "media"),
      ("import nothing", "error"), ("feed", "error"),
    ],
    "nightly": [("stall", "nightly"), ("acme-9", "nightly"), ("--keep 0", "error")],
    "outdated": [("shop", "outdated"), ("shp", "error")],
    "plan": [("shop", "plan"), ("shop --library nowhere", "error"), ("shop --library", "error")],
    "audit": [
      ("nothing --data data.json", "error"), ("nothing", "error"),
      ("web.cdx.json --data empty.json", "audit"),
      ("web.cdx.json --data record.json", "audit"), ("web.cdx.json --data web.cdx.json", "error"),
    ],
    "sbom": [
      ("nothing", "error"), ("nothing --format spdx --files", "error"), ("web.cdx.json", "sbom"),
      ("x.cdx.json", "error"),
    ],
    "scan": [("nothing", "error"), ("backed.qcow2", "error")],
    "size": [("nothing", "error")],
    "store": [("verify", "store"), ("polish", "error")],
    "test": [
      ("nothing", "error"), ("disk.img --boot-limit 0min", "error"), ("disk.img --tests gone.yaml", "error"),
    ],
    "verify": [
      ("kiosk --key k.pub", "verify"), ("kiosk", "error"), ("nothing.json --key k.pub", "error"),
      ("kiosk --key none.pub", "error"), ("kiosk --key k.pub --threshold 0", "error"),
    ],
    "version": [("", "version"), ("x", "error")],
  ]

  /// Those that open images, and print without one nothing but errors; ``DiffReportTests`` hold what they print to its schema.
  private static let openers: Set = ["diff", "rebuild", "scan", "size", "test"]

  private static let schemas = URL(filePath: Program.checkout).appending(path: "schemas")

  /// The header of a qcow2 that names another file.
  private static var backed: Data {
    var head = Data(count: 1 << 16)
    head.replaceSubrange(0..<16, with: [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 2, 0])
    return head
  }

  private func folder() throws -> Program {
    let own = try OwnDistribution()
    let program = own.program
    try program.write("mine/shop.yaml", "name: shop\nparent: web\nversion: 0.1.0\n")
    try program.write("mine/stall.yaml", "name: stall\nparent: web\nversion: 0.1.0\npakages: [hello]\n")
    try program.write("mine/draft.yaml", "name: [\n")
    // A disk with a partition table, as far as that is looked at.
    var disk = Data(count: 1 << 20)
    disk.replaceSubrange(510..<512, with: [0x55, 0xAA])
    try disk.write(to: URL(filePath: "\(program.folder)/disk.img"))
    try Self.backed.write(to: URL(filePath: "\(program.folder)/backed.qcow2"))
    try program.write("store/logs/web/web-provision.log", "it broke\n")
    try program.write("store/logs/web/failure.json", LogCommandTests.failure)
    let bill = BillOfMaterials(
      subject: BillOfMaterials.Subject(name: "web", version: "1.0.0", digest: "ab", created: .distantPast),
      system: BillOfMaterials.System(id: "debian", version: "13", codename: "trixie", name: "Debian 13"),
      packageFormat: "deb",
      packages: [
        BillOfMaterials.Package(name: "libc6", version: "2.41-12", architecture: "amd64", source: "glibc")
      ],
      components: [
        ContentsComponent(.elf, "tool", path: "/opt/tool", digest: "cd", properties: ["build-id": "ef"])
      ])
    try program.write("web.cdx.json", String(decoding: try bill.cycloneDX(tool: "0"), as: UTF8.self))
    try program.write("x.cdx.json", "{}\n")
    try program.write("empty.json", "[]\n")
    try program.write(
      "record.json",
      #"{"id": "CVE-1", "affected": [{"package": {"name": "glibc", "ecosystem": "Debian:13"}, "ranges": [{"type": "ECOSYSTEM","#
        + #" "events": [{"introduced": "0"}, {"fixed": "3"}]}]}]}"#)
    // What starts programs, and none to start: nothing here needs a machine.
    for name in ["setpriv", "sh", "xorriso", "qemu-img", "prlimit"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(program.folder)/\(name)", withDestinationPath: "/usr/bin/\(name)")
    }
    return program
  }

  @Test func everyVerbPrintsWhatItsSchemaSays() async throws {
    let program = try folder()
    try program.write("k.pub", try PrivateKey(making: .ed25519).publicKey.pem)
    try program.write("mine/kiosk.yaml", "name: kiosk\nparent: web\nversion: 0.1.0\n")
    try await program.writeBuild(of: "kiosk", in: "mine")
    var pairs: [String] = []
    for verb in Commands.program.verbs
    where verb.options.contains(where: { $0.name == SharedOptions.format.name }) {
      let lines = try #require(Self.lines[verb.name], "say how '\(verb.name)' prints JSON")
      #expect(lines.contains { $0.schema == verb.name } != Self.openers.contains(verb.name))
      for (number, line) in lines.enumerated() {
        var words = [verb.name] + line.words.split(separator: " ").map(String.init)
        if verb.options.contains(SharedOptions.recipes), !words.contains("--recipes") {
          words += ["--recipes", "mine"]
        }
        let result = try await program.run(
          words + ["--format=json"], environment: ["PATH": program.folder])
        #expect(result.output.hasSuffix("}\n"), "\(words): \(result.output)")
        #expect(
          (line.schema == "error") == (result.output.hasPrefix("{\n  \"errors\"")),
          "\(words): \(result.output)")
        if line.schema == "error" { #expect(!result.status.isSuccess, "\(words)") }
        try program.write("out/\(verb.name)-\(number).json", result.output)
        pairs += [line.schema, "out/\(verb.name)-\(number).json"]
      }
    }
    let faults = try await Self.faults(pairs, in: program.folder)
    #expect(faults == "")
    // And what they have written.
    let look = try await Subprocess.run(
      Command("\(Program.checkout)/scripts/store-schemas.py", ["\(program.folder)/store"]))
    #expect(String(decoding: look.stderr, as: UTF8.self) == "")
  }

  /// A line that cannot be understood is an object, too: whoever wrote it reads JSON.
  @Test(arguments: [
    ["plan", "--format", "json"], ["plan", "--nonsense", "--format=json"], ["bild", "--format=json"],
  ])
  func errorsAreObjects(words: [String]) async throws {
    let program = try Program()
    let result = try await program.run(words)
    #expect(result.status == .exited(2))
    #expect(result.output.hasPrefix("{\n  \"errors\""))
    #expect(!result.messages.isEmpty)
  }

  /// Whoever reads JSON is told what is dropped, too.
  @Test func warningsOfACheckAreTold() async throws {
    let program = try Program()
    try program.write(
      "own.yaml",
      "name: own\nparent: debian-13\nversion: 0.1.0\ninstall: {raw: [d-i no-such/question string x]}\n")
    let result = try await program.run(["check", "own", "--format", "json"])
    #expect(result.status == .exited(0))
    #expect(result.output.contains("\"warnings\" : [\n    {"))
    #expect(result.output.contains("has no question 'no-such/question'"))
    #expect(result.output.contains("\"line\" : 4"))
  }

  @Test func aPlaceIsToldInMembers() async throws {
    let program = try folder()
    let result = try await program.run(["explain", "stall", "--recipes", "mine", "--format", "json"])
    #expect(
      result.output == """
        {
          "errors" : [
            {
              "code" : "recipe",
              "column" : 1,
              "file" : "mine/stall.yaml",
              "line" : 4,
              "message" : "unknown key 'pakages' (did you mean 'packages'?)"
            }
          ]
        }

        """)
    #expect(result.status == .exited(3))
  }

  /// One style of names: `camelCase`, and hyphens in values. Recipes and site files are YAML and written by people; a descriptor's
  /// keys are those of the catalogues that take it.
  @Test func namesAreOfOneStyle() async throws {
    let script = """
      import glob, json, os, re, sys
      from jsonschema import Draft202012Validator
      faults = []
      def walk(node, file):
        if isinstance(node, dict):
          properties = node.get("properties")
          for name in properties if isinstance(properties, dict) else []:
            if not re.fullmatch("[a-z][a-z0-9]*([A-Z][a-z0-9]+)*", name) or re.match("is[A-Z]", name):
              faults.append(f"{file}: {name}")
          for value in node.get("enum", []):
            if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", value): faults.append(f"{file}: {value}")
          for value in node.values(): walk(value, file)
        elif isinstance(node, list):
          for value in node: walk(value, file)
      for path in sorted(glob.glob(sys.argv[1] + "/*.json")):
        file, schema = os.path.basename(path), json.load(open(path))
        Draft202012Validator.check_schema(schema)
        if schema.get("$id") != "https://kiln.example/schemas/" + file: faults.append(f"{file}: $id")
        if file.split(".")[0] not in ("descriptor", "policy", "recipe", "site"): walk(schema, file)
      print("\\n".join(faults), end="")
      """
    let outcome = try await checked(Command("/usr/bin/python3", ["-c", script, Self.schemas.path]))
    #expect(String(decoding: outcome.stdout, as: UTF8.self) == "")
  }

  /// - Parameter pairs: the name of a schema, and a file.
  static func faults(_ pairs: [String], in folder: String) async throws -> String {
    let script = """
      import glob, json, sys, warnings
      warnings.simplefilter("ignore")
      from jsonschema import Draft202012Validator, RefResolver
      schemas = [json.load(open(f)) for f in glob.glob(sys.argv[1] + "/*.json")]
      store = {s["$id"]: s for s in schemas}
      for name, file in zip(sys.argv[2::2], sys.argv[3::2]):
        schema = store[f"https://kiln.example/schemas/{name}.schema.json"]
        resolver = RefResolver(schema["$id"], schema, store=store)
        for fault in Draft202012Validator(schema, resolver=resolver).iter_errors(json.load(open(file))):
          print(f"{file}: {fault.json_path}: {fault.message}")
      """
    let outcome = try await checked(
      Command("/usr/bin/python3", ["-c", script, schemas.path] + pairs, workingDirectory: folder))
    return String(decoding: outcome.stdout, as: UTF8.self)
  }
}
