import Failures
import HTTPServer
import Machine
import Testing

@testable import Imaging

struct LoopbackTests {
  typealias Forward = MachineConfiguration.Forward

  @Test(
    arguments: [
      ("8080:80", Forward(hostPort: 8080, guestPort: 80)),
      ("1:65535", Forward(hostPort: 1, guestPort: 65535)),
      ("8080", nil), ("8080:", nil), (":80", nil), ("0:80", nil), ("80:0", nil), ("65536:80", nil),
      ("+80:80", nil), ("8080:80:1", nil), ("127.0.0.1:80", nil), ("８:80", nil), ("", nil),
    ] as [(String, Forward?)])
  func twoPortsAreRead(text: String, forward: Forward?) {
    #expect(Forward(text) == forward)
  }

  @Test func aPortThatIsTakenIsNamed() throws {
    let server = try HTTPServer(routes: []) { _ in }
    let error = #expect(throws: BuildError.self) {
      try Loopback.check([Forward(hostPort: server.port, guestPort: 80)])
    }
    #expect(error?.description == "port \(server.port) of this host is taken: forward another one")
    #expect(error?.cause == .inUse)
    server.stop()
  }

  @Test func aPortIsForwardedOnce() throws {
    let port = try Loopback.freePort()
    try Loopback.check([Forward(hostPort: port, guestPort: 80)])
    let error = #expect(throws: BuildError.self) {
      try Loopback.check([Forward(hostPort: port, guestPort: 80), Forward(hostPort: port, guestPort: 81)])
    }
    #expect(error?.description == "port \(port) of this host is to be forwarded twice")
  }
}
