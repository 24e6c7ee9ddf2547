import Foundation
import Testing

@testable import Guest

struct IdentityTests {
  @Test func aUnitMakesWhatTheImageLeftOut() throws {
    let renewal = try #require(Identity.all.first { $0.title == "certificate 'snakeoil'" }?.renewal)
    #expect(renewal.unitName == "kiln-snakeoil-certificate.service")
    let lines = renewal.unit.split(separator: "\n").map(String.init)
    #expect(lines.contains("ConditionPathExistsGlob=!/etc/ssl/private/ssl-cert-snakeoil.key"))
    #expect(lines.contains("ExecStart=/usr/sbin/make-ssl-cert generate-default-snakeoil"))
    #expect(lines.contains("WantedBy=multi-user.target"))
  }

  /// Else a second cleaning would find what the first one left.
  @Test func whatIsResetIsNotFoundAgain() {
    for identity in Identity.all {
      guard let replacement = identity.replacement else { continue }
      #expect(!identity.markers.isEmpty && !identity.markers.contains(where: replacement.text.contains))
    }
  }

  enum Fate { case reset, warned, kept }

  /// A file, what is in it, and what becomes of it.
  @Test(
    "case 04: identities that packages make up",
    arguments: [
      ("/etc/ssh/ssh_host_rsa_key", "", .reset), ("/etc/ssh/sshd_config", "", .kept),
      ("/etc/dropbear/dropbear_rsa_host_key", "", .reset),
      ("/etc/dropbear/initramfs/dropbear_rsa_host_key", "", .warned),
      ("/etc/iscsi/initiatorname.iscsi", "InitiatorName=iqn.1993-08.org.debian:01:ab", .reset),
      ("/etc/iscsi/initiatorname.iscsi", "InitiatorName=iqn.2020-01.org.example:host", .kept),
      ("/var/lib/mysql/auto.cnf", "[auto]\nserver-uuid=1", .reset),
      ("/var/lib/rabbitmq/.erlang.cookie", "ABC", .reset),
      ("/var/lib/zerotier-one/identity.secret", "", .reset),
      ("/var/lib/zerotier-one/networks.d", "", .kept),
      ("/var/lib/tailscale/tailscaled.state", "", .reset),
      ("/var/lib/netdata/registry/netdata.public.unique.id", "", .reset),
      ("/opt/nomad/data/client/client-id", "", .reset), ("/etc/insights-client/machine-id", "", .reset),
      ("/etc/brlapi.key", "", .warned), ("/etc/mysql/debian.cnf", "user = debian-sys-maint", .warned),
      ("/etc/mysql/debian.cnf", "# THIS FILE IS OBSOLETE", .kept),
      ("/var/lib/snapd/device/private-keys-v1/ab", "", .warned),
      ("/etc/popularity-contest.conf", "MY_HOSTID=\"8f00\"", .warned),
      ("/etc/popularity-contest.conf", "MY_HOSTID=\"\"", .kept), ("/etc/mailname", "(none)\n", .warned),
      ("/etc/mailname", "mail.example.org\n", .kept),
      ("/etc/postfix/main.cf", "a\nmydestination = $myhostname, (none), localhost\n", .warned),
      ("/etc/postfix/main.cf", "a\nmyhostname = mail.example.org\n", .kept),
    ] as [(String, String, Fate)])
  func whatBecomesOfAFile(path: String, text: String, fate: Fate) {
    let identity = Identity.all.first { identity in
      identity.files.contains { fnmatch($0, path, FNM_PATHNAME) == 0 } && identity.isMadeUp(text)
    }
    #expect(identity.map { $0.stays ? .warned : .reset } ?? .kept == fate)
  }

  /// A unit makes one key of each kind.
  @Test func aProgramMayBeCalledSeveralTimes() throws {
    let renewal = try #require(Identity.all.first { $0.title == "dropbear's host keys" }?.renewal)
    let starts = renewal.unit.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") }
    #expect(starts.count == 3)
    #expect(
      starts.first == "ExecStart=/usr/bin/dropbearkey -t rsa -f /etc/dropbear/dropbear_rsa_host_key")
  }

  @Test(arguments: [
    ("/etc/systemd/system/sysinit.target.wants/keyboard-setup.service", false),
    ("/etc/systemd/system/multi-user.target.wants/regenerate_ssh_host_keys.service", true),
    ("/etc/systemd/system/ssh.service.wants/sshd-keygen.service", true),
    ("/usr/lib/systemd/system/sshd-keygen@.service", true), ("/usr/bin/cloud-init", false),
  ])
  func onlyWhatMakesHostKeysCountsAsTheirMaker(path: String, isMaker: Bool) throws {
    let renewal = try #require(Identity.all.first { $0.title == "SSH host keys" }?.renewal)
    #expect(renewal.makers.contains { fnmatch($0, path, FNM_PATHNAME) == 0 } == isMaker)
  }
}
