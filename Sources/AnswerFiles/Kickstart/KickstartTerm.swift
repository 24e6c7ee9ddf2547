/// A word of kickstart that not every version reads.
///
/// From pykickstart 3.78, `pykickstart/handlers` and `pykickstart/commands`. What a version only warns of counts as
/// dropped: the next one refuses it.
struct KickstartTerm: Hashable {
  /// The ``KickstartVersion/age``s that read it.
  let ages: ClosedRange<Int>
  /// What to write where it is not read.
  let instead: String

  init(_ ages: ClosedRange<Int>, _ instead: String) {
    self.ages = ages
    self.instead = instead
  }

  /// Commands and sections.
  static let commands = [
    "auth": KickstartTerm(7...9, "use 'authselect'"),
    "authconfig": KickstartTerm(7...9, "use 'authselect'"),
    "authselect": KickstartTerm(8...11, "use 'authconfig'"),
    "autostep": KickstartTerm(7...8, "leave it out"),
    "bootc": KickstartTerm(10...11, "install packages"),
    "device": KickstartTerm(7...7, "use 'driverdisk'"),
    "deviceprobe": KickstartTerm(7...7, "leave it out"),
    "dmraid": KickstartTerm(7...7, "leave it out"),
    "install": KickstartTerm(7...7, "leave it out"),
    "method": KickstartTerm(7...8, "use 'url'"),
    "module": KickstartTerm(8...9, "leave it out"),
    "mount": KickstartTerm(8...11, "use 'part'"),
    "multipath": KickstartTerm(7...7, "leave it out"),
    "nvdimm": KickstartTerm(7...9, "leave it out"),
    "ostreecontainer": KickstartTerm(9...11, "install packages"),
    "rdp": KickstartTerm(10...11, "use 'vnc'"),
    "rhsm": KickstartTerm(8...10, "leave it out"),
    "sshkey": KickstartTerm(8...11, "write the key in a %post section"),
    "syspurpose": KickstartTerm(8...10, "leave it out"),
    "timesource": KickstartTerm(9...11, "use 'timezone --ntpservers'"),
    "unsupported_hardware": KickstartTerm(7...7, "leave it out"),
    "upgrade": KickstartTerm(0...6, "install anew"),
    "vnc": KickstartTerm(7...9, "use 'rdp'"),
    "zipl": KickstartTerm(8...11, "leave it out"),
    "%traceback": KickstartTerm(7...8, "use '%onerror'"),
  ]

  /// Options, each with its command or section.
  static let options = [
    "bootloader --upgrade": KickstartTerm(7...7, "leave it out"),
    "harddrive --biospart": KickstartTerm(7...8, "use '--partition'"),
    "ignoredisk --interactive": KickstartTerm(7...7, "use '--only-use'"),
    "logging --level": KickstartTerm(7...8, "leave it out"),
    "logvol --cachesize": KickstartTerm(8...11, "leave it out"),
    "part --active": KickstartTerm(7...7, "leave it out"),
    "partition --active": KickstartTerm(7...7, "leave it out"),
    "poweroff --kexec": KickstartTerm(8...11, "leave it out"),
    "reboot --kexec": KickstartTerm(8...11, "leave it out"),
    "repo --ignoregroups": KickstartTerm(7...8, "leave it out"),
    "repo --metalink": KickstartTerm(8...11, "use '--mirrorlist'"),
    "rootpw --allow-ssh": KickstartTerm(9...11, "configure sshd in a %post section"),
    "text --non-interactive": KickstartTerm(8...11, "use 'cmdline'"),
    "timezone --isUtc": KickstartTerm(7...8, "use '--utc'"),
    "timezone --nontp": KickstartTerm(7...8, "use 'timesource --ntp-disable'"),
    "timezone --ntpservers": KickstartTerm(7...8, "use 'timesource --ntp-server'"),
    "url --metalink": KickstartTerm(8...11, "use '--mirrorlist'"),
    "%packages --exclude-weakdeps": KickstartTerm(9...11, "use '--excludeWeakdeps', from RHEL 8 on"),
    "%packages --excludeWeakdeps": KickstartTerm(8...8, "use '--exclude-weakdeps'"),
    "%packages --inst-langs": KickstartTerm(9...11, "use '--instLangs'"),
    "%packages --instLangs": KickstartTerm(7...8, "use '--inst-langs'"),
  ]
}
