import Testing

@testable import Guest

struct AccountsTests {
  private let accounts = Accounts(
    passwd: "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/:/bin/sh\nbroken\n",
    group: "root:x:0:\nstaff:x:50:web\n")

  @Test(arguments: [("web", 33, 34), ("web:staff", 33, 50), ("7", 7, 7), ("7:8", 7, 8), ("root:50", 0, 50)])
  func resolves(owner: String, user: Int32, group: Int32) throws {
    let ids = try accounts.ids(owner)
    #expect(ids.user == user)
    #expect(ids.group == group)
  }

  @Test(arguments: [
    ("nobody", "the guest's /etc/passwd has no 'nobody': create it in an earlier step, or give a number"),
    ("web:wheel", "the guest's /etc/group has no 'wheel': create it in an earlier step, or give a number"),
    ("-1", "the guest's /etc/passwd has no '-1': create it in an earlier step, or give a number"),
  ])
  func refusesUnknown(owner: String, message: String) {
    let error = #expect(throws: GuestError.self) { try accounts.ids(owner) }
    #expect(error?.description == message)
  }
}
