extension Identity {
  /// By what a machine is known to others. Two machines of one image would be taken for one another, and whoever has the image
  /// could pass for any of them; each has to join for itself.
  static let ofMembership: [Identity] = [
    // Of the host, in its realm; kadmin(1), ktadd.
    Identity(title: "Kerberos keys of the host", files: ["/etc/krb5.keytab"]),
    // What was seen of users of a domain, hashes of their passwords among it; sssd.conf(5), cache_credentials.
    Identity(
      title: "SSSD's caches",
      files: ["/var/lib/sss/db/*", "/var/lib/sss/mc/*", "/var/lib/sss/pipes/private/*"],
      mayBeOnPurpose: false),
    // ipa-client-install(1) refuses while these are there.
    Identity(
      title: "membership of an IPA domain",
      files: ["/var/lib/ipa-client/sysrestore/*", "/var/lib/ipa-client/pki/*"]),
    // Certificate and key that the agent was signed for, or would ask to be.
    Identity(
      title: "certificate of Puppet's agent",
      files: [
        "/var/lib/puppet/ssl/*/*.pem", "/etc/puppet/ssl/*/*.pem", "/etc/puppetlabs/puppet/ssl/*/*.pem",
      ]),
    // subscription-manager(8) registers again.
    Identity(
      title: "registration with Red Hat",
      files: [
        "/etc/pki/consumer/*.pem", "/etc/pki/entitlement/*.pem", "/var/lib/rhsm/facts/*",
        "/var/lib/rhsm/cache/*", "/etc/sysconfig/rhn/systemid", "/etc/sysconfig/rhn/osad-auth.conf",
      ]),
    // By which mirrors count machines.
    Identity(title: "yum's id of the machine", files: ["/var/lib/yum/uuid"], mayBeOnPurpose: false),
    // Parameters and replication state made when it is installed.
    Identity(
      title: "Dovecot's state", files: ["/var/lib/dovecot/*.dat", "/var/lib/dovecot/instances"],
      mayBeOnPurpose: false),
    // A domain member's caches, and what it knows of other machines; its secrets and its users are another matter.
    Identity(
      title: "Samba's caches",
      files: ["/var/cache/samba/*.tdb", "/var/lib/samba/wins.*", "/var/lib/samba/*_cache.tdb"],
      mayBeOnPurpose: false),
    // at(1)'s jobs, of whoever made the image; the queue itself stays.
    Identity(title: "jobs of at", files: ["/var/spool/at/a*", "/var/spool/cron/atjobs/a*"]),
    // Leases that a server handed out on the build's network; dhcpd.leases(5).
    Identity(
      title: "leases given by a DHCP server",
      files: ["/var/lib/dhcpd/dhcpd*.leases*", "/var/lib/misc/dnsmasq.leases", "/var/lib/kea/*.csv*"],
      mayBeOnPurpose: false),
    // Failed logins; faillock(8), abrt(1).
    Identity(
      title: "records of failed logins and crashes",
      files: ["/var/lib/faillock/*", "/var/spool/abrt/*/*", "/var/tmp/abrt/*/*"], mayBeOnPurpose: false),
  ]
}
