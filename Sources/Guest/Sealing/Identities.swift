extension Identity {
  /// See virt-sysprep(1) for much of the same; the rest is what maintainer scripts of Debian, Ubuntu and Fedora make up.
  static let all: [Identity] = ofPrograms + ofHardware + ofMembership

  private static let ofPrograms: [Identity] = [
    Identity(
      title: "SSH host keys", files: ["/etc/ssh/ssh_host_*_key", "/etc/ssh/ssh_host_*_key.pub"],
      // Up to Debian 12, OpenSSH makes its keys when it is installed and never again; 13 brings a unit for it.
      renewal: Renewal(
        name: "ssh-host-keys", program: "/usr/bin/ssh-keygen", arguments: ["-A"],
        absent: "/etc/ssh/ssh_host_*_key", before: "ssh.service sshd.service",
        // Not cloud-init, which may be disabled; where it works, it makes its own in place of these.
        makers: [
          "/usr/lib/systemd/system/sshd-keygen*", "/etc/systemd/system/*.wants/*keygen*",
          "/etc/systemd/system/*.wants/*ssh*key*", "/etc/systemd/system/*.wants/*host*key*",
        ]), mayBeOnPurpose: false),
    Identity(
      title: "dropbear's host keys", files: ["/etc/dropbear/dropbear_*_host_key"],
      renewal: Renewal(
        name: "dropbear-host-keys", program: "/usr/bin/dropbearkey",
        arguments: ["rsa", "ecdsa", "ed25519"].map { "-t \($0) -f /etc/dropbear/dropbear_\($0)_host_key" },
        absent: "/etc/dropbear/dropbear_*_host_key", before: "dropbear.service dropbear.socket"),
      mayBeOnPurpose: false),
    Identity(
      title: "certificate 'snakeoil'",
      files: ["/etc/ssl/private/ssl-cert-snakeoil.key", "/etc/ssl/certs/ssl-cert-snakeoil.pem"],
      renewal: Renewal(
        name: "snakeoil-certificate", program: "/usr/sbin/make-ssl-cert",
        arguments: ["generate-default-snakeoil"], absent: "/etc/ssl/private/ssl-cert-snakeoil.key",
        before: "apache2.service nginx.service postfix.service dovecot.service postgresql.service"),
      mayBeOnPurpose: false),
    // Both families' startup scripts know the word (iscsi-iname(8), /usr/lib/open-iscsi/startup-checks.sh); RHEL's has a
    // unit for a missing file.
    Identity(
      title: "iSCSI initiator name", files: ["/etc/iscsi/initiatorname.iscsi"],
      markers: [
        "iqn.1993-08.org.debian:01:", "iqn.2004-10.com.ubuntu:01:", "iqn.1994-05.com.redhat:",
        "iqn.2005-03.org.open-iscsi:", "iqn.2016-04.com.open-iscsi:",
      ],
      replacement: Replacement(text: "GenerateName=yes\n", where: "/usr/lib/open-iscsi/startup-checks.sh")),
    Identity(
      // nvme(1) takes the machine's own serial number where they are missing.
      title: "NVMe host", files: ["/etc/nvme/hostnqn", "/etc/nvme/hostid"], mayBeOnPurpose: false),
    Identity(
      title: "key of rndc", files: ["/etc/bind/rndc.key", "/etc/rndc.key"],
      renewal: Renewal(
        name: "rndc-key", program: "/usr/sbin/rndc-confgen", arguments: ["-a -u bind"],
        absent: "/etc/bind/rndc.key", before: "named.service bind9.service",
        makers: ["/usr/lib/systemd/system/named-setup-rndc.service"])),
    Identity(
      title: "key of munge", files: ["/etc/munge/munge.key"],
      renewal: Renewal(
        name: "munge-key", program: "/usr/sbin/mungekey", arguments: ["--create"],
        absent: "/etc/munge/munge.key", before: "munge.service")),
    Identity(title: "host id", files: ["/etc/hostid"]),
    Identity(title: "Docker's identity", files: ["/etc/docker/key.json", "/var/lib/docker/engine-id"]),
    Identity(
      title: "Salt minion's identity", files: ["/etc/salt/minion_id", "/etc/salt/pki/minion/minion.p*"]),
    Identity(title: "Consul's node id", files: ["/opt/consul/node-id", "/var/lib/consul/node-id"]),
    Identity(title: "MySQL's server id", files: ["/var/lib/mysql/auto.cnf"]),
    Identity(
      title: "Erlang's cookie", files: ["/var/lib/*/.erlang.cookie", "/root/.erlang.cookie"]),
    Identity(title: "ZeroTier's identity", files: ["/var/lib/zerotier-one/identity.*"]),
    Identity(title: "Tailscale's state", files: ["/var/lib/tailscale/tailscaled.state"]),
    Identity(title: "Netdata's id", files: ["/var/lib/netdata/registry/netdata.public.unique.id"]),
    Identity(
      title: "Nomad's client id",
      files: [
        "/var/lib/nomad/client/client-id", "/opt/nomad/client/client-id", "/opt/nomad/data/client/client-id",
      ]),
    Identity(title: "id of insights-client", files: ["/etc/insights-client/machine-id"]),
    Identity(title: "state of rsyslog", files: ["/var/lib/rsyslog/imjournal.state*"], mayBeOnPurpose: false),
    Identity(
      title: "the machine's secrets in Samba stay in the image",
      files: ["/var/lib/samba/private/secrets.tdb"],
      stays: true),
    Identity(
      title: "postfix has a host's name in it, from when it was installed",
      files: ["/etc/postfix/main.cf"],
      markers: ["\nmyhostname = localhost", "\nmyhostname = (none)", ", (none),"], stays: true),
    Identity(
      title: "dropbear's keys in the initramfs are alike in every machine",
      files: ["/etc/dropbear/initramfs/dropbear_*_host_key", "/etc/dropbear-initramfs/dropbear_*_host_key"],
      stays: true),
    Identity(title: "the key of brltty is alike in every machine", files: ["/etc/brlapi.key"], stays: true),
    Identity(
      title: "the password of MySQL's maintainer is alike in every machine", files: ["/etc/mysql/debian.cnf"],
      markers: ["debian-sys-maint"], stays: true),
    Identity(
      title: "snapd's device key is alike in every machine",
      files: ["/var/lib/snapd/device/private-keys-v1/*"],
      stays: true),
    Identity(
      title: "the id of popularity-contest is alike in every machine",
      files: ["/etc/popularity-contest.conf"],
      // One that says "" is made when it first reports.
      markers: "0123456789abcdef".map { "MY_HOSTID=\"\($0)" }, stays: true),
    Identity(
      title: "mail is sent from a name of the build", files: ["/etc/mailname"],
      markers: ["(none)", "localhost"], stays: true),
  ]
}

/// What a package makes up when it is installed, and each machine must have of its own.
struct Identity: Sendable {
  /// What it is, for the log.
  let title: String
  /// Patterns.
  let files: [String]
  /// What is in a file that was made up, one of these; in one that a script wrote on purpose is something else. None: any
  /// file counts.
  var markers: [String] = []
  /// What a file becomes where the package is one that understands it; else it is removed.
  var replacement: Replacement?
  /// How a machine gets its own; nil where the package sees to it.
  var renewal: Renewal?
  /// Nothing is done but to name it.
  var stays = false
  /// Scripts may write such a file themselves, so it is said when one of this layer goes.
  var mayBeOnPurpose = true

  /// Whether a file of these patterns that says this was made up.
  func isMadeUp(_ text: String) -> Bool { markers.isEmpty || markers.contains(where: text.contains) }

  struct Replacement: Sendable {
    let text: String
    /// A pattern: the package's own means.
    let `where`: String
  }

  /// A unit that makes new ones at the first boot.
  struct Renewal: Sendable {
    let name: String
    /// Absolute path in the image.
    let program: String
    /// Of each call.
    let arguments: [String]
    /// Nothing is made while there is such a file.
    let absent: String
    /// Services that must not start before.
    let before: String
    /// Patterns of what makes them already.
    var makers: [String] = []

    var unitName: String { "kiln-\(name).service" }

    /// systemd.service(5)
    var unit: String {
      """
      [Unit]
      Description=Make what the image left to this machine: \(name)
      Before=network.target \(before)
      ConditionPathExistsGlob=!\(absent)

      [Service]
      Type=oneshot
      \(arguments.map { "ExecStart=\(program) \($0)" }.joined(separator: "\n"))

      [Install]
      WantedBy=multi-user.target

      """
    }
  }
}
