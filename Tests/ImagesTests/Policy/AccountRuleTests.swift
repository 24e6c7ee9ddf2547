import Foundation
import Testing

@testable import Images

/// Who can come in, by what is on the disks.
@Suite struct AccountRuleTests {
  /// A rule, a file of the image with its text, and what is said of it.
  @Test(arguments: [
    ("root_login: keys", "/x", "", "passed"),
    (
      "root_login: none", "/x", "", "/etc/ssh/sshd_config.d/10-keys.conf:2: PermitRootLogin prohibit-password"
    ),
    ("root_login: keys", "/etc/shadow", "root:$6$x:1:\n", "'root' (number 0) has a password"),
    ("root_login: keys", "/etc/shadow", "root::1:\n", "'root' (number 0) has an empty password"),
    ("root_login: keys", "/etc/shadow", "root:!$6$x:1:\n", "passed"),
    ("root_login: keys", "/etc/passwd", "toor:$1$x:00:0::/:/bin/sh\n", "'toor' (number 0) has a password"),
    ("root_login: keys", "/etc/passwd", "\u{0}", "unknown"),
    (
      "root_login: keys", "/etc/ssh/sshd_config.d/00.conf", "permitrootlogin=yes",
      "/etc/ssh/sshd_config.d/00.conf:1: PermitRootLogin yes"
    ),
    // The first value counts.
    ("root_login: keys", "/etc/ssh/sshd_config.d/90.conf", "PermitRootLogin yes", "passed"),
    (
      "root_login: keys", "/etc/ssh/sshd_config.d/90.conf", "Match Address 10.0.0.0/8\n PermitRootLogin yes",
      "/etc/ssh/sshd_config.d/90.conf:2: PermitRootLogin yes"
    ),
    // Lines and fields that end as in C, whatever Swift calls a character.
    (
      "root_login: keys", "/etc/ssh/sshd_config.d/00.conf", "# no\r\nPermitRootLogin yes\r\n",
      "/etc/ssh/sshd_config.d/00.conf:2: PermitRootLogin yes"
    ),
    (
      "root_login: keys", "/etc/passwd", "a:x:1:1::/:/x\r\nb:$6$x:0:0:\u{301}:/:/bin/sh\n",
      "'b' (number 0) has a password"
    ),
    ("root_login: keys", "/etc/shadow", "x:*:1\r\nroot:$6$x:1\n", "'root' (number 0) has a password"),
    ("root_login: keys", "/usr/sbin/dropbear", "x", "unknown"),
    (
      "root_login: keys", "/etc/systemd/system/getty@tty1.service.d/a.conf",
      "ExecStart=agetty --autologin root",
      "/etc/systemd/system/getty@tty1.service.d/a.conf logs somebody in without being asked (--autologin)"
    ),
    ("root_login: keys", "/etc/ssh/sshd_config.d/90.conf", "Include /etc/ssh/sshd_config", "unknown"),
    ("root_login: keys", "/etc/ssh/sshd_config.d/90.conf", "Include /etc/a*b*c*d*e*f*", "unknown"),
    ("password_authentication: false", "/x", "", "passed"),
    ("password_authentication: true", "/etc/ssh/sshd_config", "", "passed"),
    (
      "password_authentication: false", "/etc/ssh/sshd_config", "PasswordAuthentication no",
      "/etc/ssh/sshd_config does not say KbdInteractiveAuthentication, and the default is yes"
    ),
    (
      "password_authentication: false", "/etc/cloud/cloud.cfg.d/50.cfg", "ssh_pwauth: true\n",
      "/etc/cloud/cloud.cfg.d/50.cfg: cloud-init turns passwords on (ssh_pwauth)"
    ),
    ("accounts_with_password: []", "/x", "", "passed"),
    ("accounts_with_password: []", "/etc/shadow", "www-data:$6$x:1:\n", "'www-data' has a password"),
    ("accounts_with_password: [www-data]", "/etc/shadow", "root:*:\nwww-data:$6$x:1:\n", "passed"),
    (
      "accounts_with_password: [www-data]", "/etc/shadow", "www-data::1:\n",
      "'www-data' has an empty password"
    ),
    ("accounts_with_password: []", "/etc/shadow", "\u{0}", "unknown"),
    ("authorized_keys: []", "/x", "", "passed"),
    (
      "authorized_keys: []", "/var/www/.ssh/authorized_keys2", PolicyTests.key,
      "SHA256:q0GpiP/+ykh83D3t6fF2sAgJG3rmiaBBM3fGwca7lN0 may log in as 'www-data' (eve@example)"
    ),
    ("authorized_keys: []", "/root/.ssh/authorized_keys", "\u{0}binary", "unknown"),
    ("authorized_keys: []", "/root/.ssh/authorized_keys", "cert-authority what", "unknown"),
    (
      "authorized_keys: []", "/etc/ssh/sshd_config.d/90.conf", "TrustedUserCAKeys /etc/ssh/ca.pub",
      "/etc/ssh/sshd_config.d/90.conf:1: trustedusercakeys /etc/ssh/ca.pub"
    ),
    ("machine_identity: false", "/x", "", "passed"),
    ("machine_identity: false", "/etc/machine-id", "uninitialized\n", "passed"),
    ("machine_identity: false", "/etc/machine-id", "0123456789abcdef\n", "/etc/machine-id"),
    ("machine_identity: false", "/etc/ssh/ssh_host_ed25519_key", "x", "/etc/ssh/ssh_host_ed25519_key"),
    ("machine_identity: false", "/root/.bash_history", "ls\n", "/root/.bash_history"),
  ])
  func oneFileDecides(rule: String, path: String, text: String, said: String) throws {
    let verdict = try PolicyTests.verdict(rule) { $0.put(path, text) }
    let outcome = ["passed", "unknown"].contains(said) ? said : "failed: \(said)"
    #expect(verdict.hasPrefix(outcome), "\(verdict)")
  }

  @Test func linksLeadToWhatIsRead() throws {
    let verdict = try PolicyTests.verdict("authorized_keys: []") { image in
      image.link("/root/.ssh", to: "../srv/keys")
      image.put("/srv/keys/authorized_keys", PolicyTests.key)
    }
    // It is there, and its text was not kept under that name.
    #expect(verdict.hasPrefix("unknown: /root/.ssh/authorized_keys"), "\(verdict)")
    let circle = try PolicyTests.verdict("authorized_keys: []") { image in
      image.link("/root/.ssh/authorized_keys", to: "authorized_keys")
      image.link("/etc/a", to: "b")
      image.link("/etc/b", to: "a")
    }
    #expect(circle.hasPrefix("passed"), "\(circle)")
  }

  /// What the system would follow, and Kiln does not, proves nothing.
  @Test func linksWithoutEndAreNotFollowedAndProveNothing() throws {
    func many(_ image: inout SampleImage, _ last: String) {
      let deep = String(repeating: "a/../", count: 300)
      for number in 0..<20 {
        image.link("/srv/\(number)", to: "/srv/" + deep + (number == 19 ? last : "\(number + 1)"))
      }
    }
    let keys = try PolicyTests.verdict("authorized_keys: []") { image in
      many(&image, "keys")
      image.put("/etc/passwd", "root:x:0:0::/srv/0:/bin/sh\n")
      image.put("/srv/keys/.ssh/authorized_keys", PolicyTests.key)
    }
    #expect(keys.hasPrefix("unknown: /srv/0/.ssh/authorized_keys"), "\(keys)")
    let server = try PolicyTests.verdict("root_login: none") { image in
      many(&image, "sshd")
      image.put("/srv/sshd", "x")
      image.link("/usr/sbin/sshd", to: "/srv/0")
    }
    #expect(!server.contains("there is no SSH server"), "\(server)")
  }

  @Test func aSystemThatIsElsewhereProvesNothing() throws {
    let verdict = try PolicyTests.verdict("password_authentication: false") { $0.remove("/usr/sbin/sshd") }
    #expect(verdict.hasPrefix("unknown: there are no programs in /usr"), "\(verdict)")
  }

  @Test func anAllowedKeyIsAllowed() throws {
    let fingerprint = try #require(AuthorizedKey.all(in: PolicyTests.key, of: "root").keys.first?.fingerprint)
    let verdict = try PolicyTests.verdict("authorized_keys: ['\(fingerprint)']") {
      $0.put("/root/.ssh/authorized_keys", "from=\"10.0.0.0/8\",command=\"a b\" " + PolicyTests.key)
    }
    #expect(
      verdict == "passed: no key may log in" || verdict.hasPrefix("passed: 1 keys, all of them allowed"),
      "\(verdict)")
  }

  @Test func withoutAServerNobodyComesIn() throws {
    for rule in ["root_login: none", "password_authentication: false"] {
      let none = try PolicyTests.verdict(rule) { image in
        image.remove("/usr/sbin/sshd")
        image.put("/usr/bin/env", "program", mode: 0o755)
      }
      #expect(none.hasPrefix("passed"), "\(none)")
      #expect(try PolicyTests.verdict(rule) { $0.remove("/etc/ssh/sshd_config") }.hasPrefix("unknown"))
    }
  }
}
