import Testing

@testable import Guest

@Suite struct FolderResolverTests {
  /// A merged-/usr system: folders, and links with their targets.
  private static let folders: Set<String> = [
    "/", "/usr", "/usr/lib", "/usr/bin", "/var", "/run", "/run/lock", "/data", "/data/opt", "/etc",
  ]
  private static let links = [
    "/lib": "usr/lib", "/bin": "usr/bin", "/var/run": "/run", "/var/lock": "/run/lock",
    "/opt": "data/../data/opt",
    "/chain": "lib", "/var/up": "../etc", "/out": "../../host", "/gone": "nowhere/x", "/loop": "loop",
    "/text": "etc/motd",
  ]
  private static let files: Set<String> = ["/etc/motd"]

  private var resolver: FolderResolver {
    FolderResolver(
      look: { path in
        if Self.links[path] != nil { return .link }
        return Self.folders.contains(path) ? .folder : Self.files.contains(path) ? .file : nil
      }, linkTarget: { Self.links[$0] ?? "" })
  }

  @Test(
    "case 07: a link to a folder counts as that folder",
    arguments: [
      ("/", "/", []), ("/usr/lib", "/usr/lib", []), ("/lib", "/usr/lib", []), ("/chain", "/usr/lib", []),
      ("/lib/systemd/system", "/usr/lib/systemd/system", ["/usr/lib/systemd", "/usr/lib/systemd/system"]),
      ("/var/run", "/run", []), ("/var/lock", "/run/lock", []), ("/opt", "/data/opt", []),
      ("/var/up/x", "/etc/x", ["/etc/x"]),
      ("/new/a", "/new/a", ["/new", "/new/a"]),
    ])
  func aLinkToAFolderCountsAsThatFolder(path: String, real: String, missing: [String]) throws {
    var resolver = resolver
    #expect(try resolver.folder(path) == real)
    #expect(resolver.missing == missing)
    #expect(try resolver.folder(path) == real)
    #expect(resolver.missing == missing, "each is made once")
  }

  @Test(arguments: [
    ("/out/x", "/out in the guest: it is a link to '../../host', which leads out of the image"),
    ("/gone", "/gone in the guest: it is a link to 'nowhere/x', and nothing is there"),
    ("/loop", "/loop in the guest: too many links lead on from it"),
    ("/text/x", "/text in the guest: it is a link to 'etc/motd', which is not a folder"),
    ("/etc/motd/x", "/etc/motd in the guest: what is there is not a folder"),
  ])
  func whatIsNoFolderIsNamed(path: String, message: String) {
    var resolver = resolver
    let error = #expect(throws: GuestError.self) { try resolver.folder(path) }
    #expect(error?.description == message)
  }
}
