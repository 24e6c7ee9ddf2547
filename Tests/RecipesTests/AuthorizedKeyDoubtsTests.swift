import Testing

@testable import Recipes

@Suite struct AuthorizedKeyDoubtsTests {
  private static let whole = "AAAAC3NzaC1lZDI1NTE5AAAAIJqfVt1mDxHNzyvV3RVQ2qDrwFMcfkrRMc0ufYtgwNGa"

  @Test(arguments: [
    ("ssh-ed25519 \(whole) ann@example.org", nil as String?), ("ssh-ed25519 \(whole)", nil),
    ("ssh-ed25519 \(whole.dropLast()) ann", "damaged"), ("ssh-ed25519 \(whole.dropLast(4)) ann", "damaged"),
    ("ssh-ed25519 \(whole)AAAA ann", "damaged"), ("ssh-rsa \(whole) ann", "of the type 'ssh-ed25519'"),
    ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAZo= ann", "has not the length"),
  ])
  func aDamagedKeyIsFound(key: String, fault: String?) {
    let found = AuthorizedKeyDoubts.fault(of: key)
    if let fault {
      #expect(found?.contains(fault) == true, "\(found ?? "nothing")")
    } else {
      #expect(found == nil)
    }
  }
}
