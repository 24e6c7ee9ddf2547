// swift-format-ignore-file
// Written by scripts/kickstart-facts.sh; do not edit.

extension KickstartFacts {
  /// The pykickstart that the facts are from.
  static let version = "3.78"

  /// A block for each command or section, with the releases that read it so; ``KickstartFacts`` says what its lines mean.
  static let table = #"""
    %certificate RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --filename text required
      --dir text
      --type text
    %onerror RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --erroronfail flag
      --interpreter text
      --log,--logfile text
    %packages RHEL7
      --excludedocs flag
      --ignoremissing flag
      --default flag
      --instLangs text
      --nobase flag deprecated
      --multilib flag
      --nocore flag
      --timeout int
      --retries int
    %packages RHEL8
      --excludedocs flag
      --ignoremissing flag
      --default flag
      --instLangs text
      --multilib flag
      --nocore flag
      --timeout int
      --retries int
      --excludeWeakdeps flag
    %packages RHEL9
      --excludedocs flag
      --ignoremissing flag
      --default flag
      --multilib flag
      --nocore flag
      --timeout int
      --retries int
      --instLangs text
      --inst-langs text
      --excludeWeakdeps flag
      --exclude-weakdeps flag
    %packages RHEL10
      --excludedocs flag
      --ignoremissing flag
      --default flag
      --multilib flag
      --nocore flag
      --timeout int
      --retries int
      --inst-langs text
      --exclude-weakdeps flag
    %packages F41 F42 F43 F44 F45 F46
      --excludedocs flag
      --ignoremissing flag
      --default flag
      --multilib flag
      --nocore flag
      --timeout int
      --retries int
      --inst-langs text
      --exclude-weakdeps flag
      --ignorebroken flag
      --instLangs text deprecated
      --excludeWeakdeps flag deprecated
    %post RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --erroronfail flag
      --interpreter text
      --log,--logfile text
      --nochroot flag
    %pre RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --erroronfail flag
      --interpreter text
      --log,--logfile text
    %pre-install RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --erroronfail flag
      --interpreter text
      --log,--logfile text
    %traceback RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --erroronfail flag
      --interpreter text
      --log,--logfile text
    auth RHEL7 RHEL8 RHEL9
      raw
    auth RHEL10 F41 F42 F43 F44 F45 F46
      removed
    authconfig RHEL7 RHEL8 RHEL9
      raw
    authconfig RHEL10 F41 F42 F43 F44 F45 F46
      removed
    authselect RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      raw
    autopart RHEL7
      excludes partition raid volgroup logvol reqpart
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --nolvm flag
      --type anycase:lvm|btrfs|plain|partition|thinp
      --cipher text
      --fstype text
      --nohome flag
    autopart RHEL8 RHEL9
      excludes partition raid volgroup logvol reqpart
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --nolvm flag
      --type anycase:lvm|btrfs|plain|partition|thinp
      --cipher text
      --fstype text
      --nohome flag
      --noboot flag
      --noswap flag
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    autopart RHEL10
      excludes partition raid volgroup logvol reqpart
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --nolvm flag
      --type anycase:lvm|btrfs|plain|partition|thinp
      --cipher text
      --fstype text
      --nohome flag
      --noboot flag
      --noswap flag
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
      --hibernation flag
    autopart F41 F42 F43 F44
      excludes partition raid volgroup logvol reqpart
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --nolvm flag
      --type anycase:lvm|btrfs|plain|partition|thinp
      --cipher text
      --fstype text
      --nohome flag
      --noboot flag
      --noswap flag
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
      --hibernation flag
      --hw-passphrase text
    autopart F45 F46
      excludes partition raid volgroup logvol reqpart stratispool stratisfs
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --nolvm flag
      --type anycase:lvm|btrfs|plain|partition|thinp|stratis
      --cipher text
      --fstype text
      --nohome flag
      --noboot flag
      --noswap flag
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
      --hibernation flag
      --hw-passphrase text
    autostep RHEL7 RHEL8
      --autoscreenshot flag
    autostep RHEL9
      ignored
    autostep RHEL10 F41 F42 F43 F44 F45 F46
      removed
    bootc RHEL10 F43 F44
      excludes ostreesetup ostreecontainer
      --stateroot text
      --source-imgref text required
      --target-imgref text
    bootc F45 F46
      excludes ostreesetup ostreecontainer
      --stateroot text
      --source-imgref text required
      --target-imgref text
      --bootloader text
      --composefs flag
    bootloader RHEL7
      --append text
      --location one:mbr|partition|none|boot
      --password text
      --upgrade flag
      --driveorder text
      --timeout int
      --default text
      --iscrypted flag
      --md5pass text
      --boot-drive text
      --leavebootorder flag
      --extlinux flag
      --disabled flag
      --nombr flag
    bootloader RHEL8
      --append text
      --location one:mbr|partition|none|boot
      --password text
      --driveorder text
      --timeout int
      --default text
      --iscrypted flag
      --md5pass text
      --boot-drive text
      --leavebootorder flag
      --extlinux flag
      --disabled flag
      --nombr flag
      --upgrade flag deprecated
    bootloader RHEL9
      --append text
      --location one:mbr|partition|none|boot
      --password text
      --driveorder text
      --timeout int
      --default text
      --iscrypted flag
      --md5pass text
      --boot-drive text
      --leavebootorder flag
      --extlinux flag
      --disabled flag
      --nombr flag
    bootloader RHEL10 F41 F42 F43 F44 F45 F46
      --append text
      --location one:mbr|partition|none|boot
      --password text
      --driveorder text
      --timeout int
      --default text
      --iscrypted flag
      --md5pass text
      --boot-drive text
      --leavebootorder flag
      --extlinux flag
      --disabled flag
      --nombr flag
      --sdboot flag
    btrfs RHEL7 F41 F42 F43 F44 F45 F46
      <partitions> text *
      --noformat flag
      --useexisting flag
      --label text
      --data anycase:raid0|0|raid1|1|raid10|10|single
      --metadata anycase:raid0|0|raid1|1|raid10|10|single
      --subvol flag
      --parent text
      --name text
      --mkfsoptions text
    btrfs RHEL8 RHEL9
      ignored
    btrfs RHEL10
      removed
    cdrom RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
    clearpart RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --all flag
      --initlabel flag
      --linux flag
      --none flag
      --disklabel text
      --drives text
      --list text
      --cdl flag
    cmdline RHEL7
    cmdline RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --non-interactive flag
    device RHEL7
      <module> text 1
      --opts text
    device RHEL8
      ignored
    device RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      removed
    deviceprobe RHEL7
      raw
    deviceprobe RHEL8
      ignored
    deviceprobe RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      removed
    dmraid RHEL7
      --name text required
      --dev text required
    dmraid RHEL8
      ignored
    dmraid RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      removed
    driverdisk RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <partition> text *
      --source text
      --biospart text
    eula RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --agreed,--agree,--accepted,--accept flag
    fcoe RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --nic text required
      --dcb flag
      --autovlan flag
    firewall RHEL7
      --disable,--disabled flag
      --enable,--enabled flag
      --port text
      --trust text
      --service text
      --ftp flag
      --http flag
      --smtp flag
      --ssh flag
      --remove-service text
    firewall RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --disable,--disabled flag
      --enable,--enabled flag
      --port text
      --trust text
      --service text
      --ftp flag
      --http flag
      --smtp flag
      --ssh flag
      --remove-service text
      --use-system-defaults flag
    firstboot RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --disable,--disabled flag
      --enable,--enabled flag
      --reconfig flag
    graphical RHEL7
    graphical RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --non-interactive flag
    group RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --name text required
      --gid int
    halt RHEL7
      --eject flag
    halt RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --eject flag
      --kexec flag
    harddrive RHEL7 RHEL8
      --biospart text
      --partition text
      --dir text required
    harddrive RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --dir text required
      --partition text required
    hmc RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
    ignoredisk RHEL7
      --drives text
      --only-use text
      --interactive flag
    ignoredisk RHEL8
      --drives text
      --only-use text
      --interactive flag deprecated
    ignoredisk RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --drives text
      --only-use text
    install RHEL7
      --root-device text
    install RHEL8
      ignored
    install RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      removed
    iscsi RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --target text
      --ipaddr text required
      --port int
      --user text
      --password text
      --reverse-user text
      --reverse-password text
      --iface text
    iscsiname RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <iqn> text 1
    keyboard RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <kbd> text *
      --vckeymap text
      --xlayouts text
      --switch text
    lang RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <lang> text 1
      --addsupport text
    liveimg RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --url text required
      --proxy text
      --noverifyssl flag
      --checksum text
    logging RHEL7 RHEL8
      --host text
      --port text
      --level one:debug|info|warning|error|critical
    logging RHEL9
      --host text
      --port text
      --level text deprecated
    logging RHEL10 F41 F42 F43 F44 F45 F46
      --host text
      --port text
    logvol RHEL7
      excludes autopart mount
      <mntpoint> text 1
      --fstype text
      --grow flag
      --maxsize int
      --name text required
      --noformat flag
      --percent int
      --recommended flag
      --size int
      --useexisting flag
      --vgname text required
      --fsoptions text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --label text
      --resize flag
      --hibernation flag
      --cipher text
      --thinpool flag
      --thin flag
      --poolname text
      --chunksize int
      --metadatasize int
      --profile text
      --mkfsoptions text
    logvol RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      excludes autopart mount
      <mntpoint> text 1
      --fstype text
      --grow flag
      --maxsize int
      --name text required
      --noformat flag
      --percent int
      --recommended flag
      --size int
      --useexisting flag
      --vgname text required
      --fsoptions text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --label text
      --resize flag
      --hibernation flag
      --cipher text
      --thinpool flag
      --thin flag
      --poolname text
      --chunksize int
      --metadatasize int
      --profile text
      --cachesize int
      --cachemode text
      --cachepvs text
      --mkfsoptions text
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    mediacheck RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
    method RHEL7 RHEL8
      raw
    method RHEL9
      ignored
    method RHEL10 F41 F42 F43 F44 F45 F46
      removed
    module RHEL8 RHEL9
      --name text required
      --stream text
      --disable flag
    module RHEL10 F41 F42 F43 F44
      ignored
    module F45 F46
      removed
    mount RHEL8 RHEL9 RHEL10 F41 F42 F43 F44
      excludes autopart partition raid volgroup logvol reqpart
      <device> text 1
      <mntpoint> text 1
      --reformat text optional
      --mkfsoptions text
      --mountoptions text
    mount F45 F46
      excludes autopart partition raid volgroup logvol reqpart stratispool stratisfs
      <device> text 1
      <mntpoint> text 1
      --reformat text optional
      --mkfsoptions text
      --mountoptions text
    multipath RHEL7
      --name text required
      --device text required
      --rule text required
    multipath RHEL8
      ignored
    multipath RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      removed
    network RHEL7 RHEL8
      --bootproto one:dhcp|bootp|static|query|ibft
      --dhcpclass text
      --device text
      --essid text
      --ethtool text
      --gateway text
      --hostname text
      --ip text
      --mtu text
      --nameserver text
      --netmask text
      --nodns flag
      --onboot bool
      --wepkey text
      --notksdevice flag
      --noipv4 flag
      --noipv6 flag
      --ipv6 text
      --activate flag
      --nodefroute flag
      --wpakey text
      --bondslaves text
      --bondopts text
      --vlanid text
      --ipv6gateway text
      --teamslaves text
      --teamconfig text
      --interfacename text
      --bridgeslaves text
      --bridgeopts text
      --no-activate flag
      --bindto one:mac
    network RHEL9 F41 F42 F43 F44 F45 F46
      --bootproto one:dhcp|bootp|static|query|ibft
      --dhcpclass text
      --device text
      --essid text
      --ethtool text
      --gateway text
      --hostname text
      --ip text
      --mtu text
      --nameserver text
      --netmask text
      --nodns flag
      --onboot bool
      --wepkey text
      --notksdevice flag
      --noipv4 flag
      --noipv6 flag
      --ipv6 text
      --activate flag
      --nodefroute flag
      --wpakey text
      --bondslaves text
      --bondopts text
      --vlanid text
      --ipv6gateway text
      --teamslaves text
      --teamconfig text
      --interfacename text
      --bridgeslaves text
      --bridgeopts text
      --no-activate flag
      --bindto one:mac
      --ipv4-dns-search text
      --ipv6-dns-search text
      --ipv4-ignore-auto-dns flag
      --ipv6-ignore-auto-dns flag
    network RHEL10
      --bootproto one:dhcp|bootp|static|query|ibft
      --dhcpclass text
      --device text
      --essid text
      --ethtool text
      --gateway text
      --hostname text
      --ip text
      --mtu text
      --nameserver text
      --netmask text
      --nodns flag
      --onboot bool
      --wepkey text
      --notksdevice flag
      --noipv4 flag
      --noipv6 flag
      --ipv6 text
      --activate flag
      --nodefroute flag
      --wpakey text
      --bondslaves text
      --bondopts text
      --vlanid text
      --ipv6gateway text
      --interfacename text
      --bridgeslaves text
      --bridgeopts text
      --no-activate flag
      --bindto one:mac
      --ipv4-dns-search text
      --ipv6-dns-search text
      --ipv4-ignore-auto-dns flag
      --ipv6-ignore-auto-dns flag
      --teamslaves text deprecated
      --teamconfig text deprecated
    nfs RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --server text required
      --dir text required
      --opts text
    nvdimm RHEL7 RHEL8 RHEL9
      <action> one:reconfigure|use 1
      --namespace text
      --blockdevs text
      --mode one:sector
      --sectorsize int
    nvdimm RHEL10 F45 F46
      removed
    nvdimm F41 F42 F43 F44
      ignored
    ostreecontainer RHEL9 F41 F42
      excludes ostreesetup
      --stateroot text
      --url text required
      --transport text
      --remote text
      --no-signature-verification flag
    ostreecontainer RHEL10 F43 F44 F45 F46
      excludes ostreesetup bootc
      --stateroot text
      --url text required
      --transport text
      --remote text
      --no-signature-verification flag
    ostreesetup RHEL7 RHEL8 RHEL9
      --osname text required
      --remote text
      --url text required
      --ref text required
      --nogpg flag
    ostreesetup RHEL10 F43 F44 F45 F46
      excludes ostreecontainer bootc
      --osname text required
      --remote text
      --url text required
      --ref text required
      --nogpg flag
    ostreesetup F41 F42
      excludes ostreecontainer
      --osname text required
      --remote text
      --url text required
      --ref text required
      --nogpg flag
    part RHEL7
      excludes autopart mount
      <mntpoint> text 1
      --active flag
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
    part RHEL8
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --active flag deprecated
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    part RHEL9 RHEL10
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    part F41 F42 F43 F44 F45 F46
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
      --hw-passphrase text
    partition RHEL7
      excludes autopart mount
      <mntpoint> text 1
      --active flag
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
    partition RHEL8
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --active flag deprecated
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    partition RHEL9 RHEL10
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    partition F41 F42 F43 F44 F45 F46
      excludes autopart mount
      <mntpoint> text 1
      --asprimary flag
      --fstype,--type text
      --grow flag
      --maxsize int
      --noformat flag
      --onbiosdisk text
      --ondisk,--ondrive text
      --onpart,--usepart text
      --recommended flag
      --size int
      --fsoptions text
      --label text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --resize flag
      --hibernation flag
      --cipher text
      --mkfsoptions text
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
      --hw-passphrase text
    poweroff RHEL7
      --eject flag
    poweroff RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --eject flag
      --kexec flag
    raid RHEL7
      excludes autopart mount
      <mntpoint> text 1
      <partitions> text *
      --device text required
      --fstype text
      --level anycase:raid0|0|raid1|1|raid5|5|raid6|6|raid10|10|raid4|4
      --noformat flag
      --spares int
      --useexisting flag
      --fsoptions text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --label text
      --cipher text
      --mkfsoptions text
      --chunksize int
    raid RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      excludes autopart mount
      <mntpoint> text 1
      <partitions> text *
      --device text required
      --fstype text
      --level anycase:raid0|0|raid1|1|raid5|5|raid6|6|raid10|10|raid4|4
      --noformat flag
      --spares int
      --useexisting flag
      --fsoptions text
      --fsprofile text
      --encrypted flag
      --passphrase text
      --escrowcert text
      --backuppassphrase flag
      --label text
      --cipher text
      --mkfsoptions text
      --chunksize int
      --luks-version text
      --pbkdf text
      --pbkdf-memory int
      --pbkdf-time int
      --pbkdf-iterations int
    rdp RHEL10 F43 F44 F45 F46
      --username text
      --password text
    realm RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      raw
    reboot RHEL7
      --eject flag
    reboot RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --eject flag
      --kexec flag
    repo RHEL7
      --name text required
      --baseurl text
      --mirrorlist text
      --cost int
      --excludepkgs text
      --includepkgs text
      --ignoregroups bool
      --proxy text
      --noverifyssl flag
      --install flag
    repo RHEL8
      --name text required
      --baseurl text
      --mirrorlist text
      --cost int
      --excludepkgs text
      --includepkgs text
      --ignoregroups bool
      --proxy text
      --noverifyssl flag
      --install flag
      --metalink text
      --sslcacert text
      --sslclientcert text
      --sslclientkey text
    repo RHEL9
      --name text required
      --baseurl text
      --mirrorlist text
      --cost int
      --excludepkgs text
      --includepkgs text
      --proxy text
      --noverifyssl flag
      --install flag
      --metalink text
      --sslcacert text
      --sslclientcert text
      --sslclientkey text
      --ignoregroups bool deprecated
    repo RHEL10 F41 F42 F43 F44 F45 F46
      --name text required
      --baseurl text
      --mirrorlist text
      --cost int
      --excludepkgs text
      --includepkgs text
      --proxy text
      --noverifyssl flag
      --install flag
      --metalink text
      --sslcacert text
      --sslclientcert text
      --sslclientkey text
    reqpart RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      excludes autopart mount
      --add-boot flag
    rescue RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --nomount flag
      --romount flag
    rhsm RHEL8 RHEL9
      --organization text required
      --activation-key text required
      --connect-to-insights flag
      --proxy text
      --server-hostname text
      --rhsm-baseurl text
    rhsm RHEL10
      --organization text required
      --activation-key text required
      --connect-to-insights flag
      --proxy text
      --server-hostname text
      --rhsm-baseurl text
      --flatpak-registry-url text
    rootpw RHEL7 RHEL8
      <password> text ?
      --iscrypted flag
      --lock flag
      --plaintext flag
    rootpw RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <password> text ?
      --iscrypted flag
      --lock flag
      --plaintext flag
      --allow-ssh flag
    selinux RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --disabled flag
      --enforcing flag
      --permissive flag
    services RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --disabled text
      --enabled text
    shutdown RHEL7
      --eject flag
    shutdown RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --eject flag
      --kexec flag
    skipx RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
    snapshot RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <origin> text 1
      --name text required
      --when anycase:post-install|pre-install required
    sshkey RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --username text required
      <sshkey> text 1
    sshpw RHEL7
      --username text required
      --iscrypted flag
      --plaintext flag
      --lock flag
      <password> text *
    sshpw RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --username text required
      --iscrypted flag
      --plaintext flag
      --lock flag
      <password> text *
      --sshkey flag
    stratisfs F45 F46
      excludes autopart mount
      <mntpoint> text 1
      --size int
      --grow flag
      --maxsize int
      --name text required
      --poolname text required
      --useexisting flag
    stratispool F45 F46
      excludes autopart mount
      <name> text *
      <blockdevs> text *
      --useexisting flag
      --encrypted flag
      --passphrase text
      --overprovisioning flag
    syspurpose RHEL8 RHEL9 RHEL10
      --role text
      --sla text
      --usage text
      --addon text
    text RHEL7
    text RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --non-interactive flag
    timesource RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --ntp-server text
      --ntp-pool text
      --ntp-disable flag
      --nts flag
    timezone RHEL7
      <timezone> text *
      --utc,--isUtc flag
      --nontp flag
      --ntpservers text
    timezone RHEL8 RHEL9
      <timezone> text *
      --utc flag
      --isUtc flag
      --nontp flag
      --ntpservers text
    timezone RHEL10
      <timezone> text *
      --utc flag
    timezone F41 F42 F43 F44 F45 F46
      <timezone> text *
      --utc flag
      --isUtc flag deprecated
      --nontp flag deprecated
      --ntpservers text deprecated
    unsupported_hardware RHEL7
    updates RHEL7 RHEL8
      <updates> text *
    updates RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      <url> text 1
    upgrade RHEL7
      ignored
    url RHEL7
      --proxy text
      --noverifyssl flag
      --url text
      --mirrorlist text
    url RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --proxy text
      --noverifyssl flag
      --mirrorlist text
      --url text
      --metalink text
      --sslcacert text
      --sslclientcert text
      --sslclientkey text
    user RHEL7
      --groups text
      --homedir text
      --iscrypted flag
      --name text required
      --password text
      --shell text
      --uid int
      --lock flag
      --plaintext flag
      --gecos text
      --gid int
    user RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --homedir text
      --iscrypted flag
      --name text required
      --password text
      --shell text
      --uid int
      --lock flag
      --plaintext flag
      --gecos text
      --gid int
      --groups text
    vnc RHEL7 RHEL8 RHEL9 F41 F42
      --password text
      --host text
      --port text
    vnc RHEL10 F43 F44
      ignored
    vnc F45 F46
      removed
    volgroup RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      excludes autopart mount
      <name> text *
      <partitions> text *
      --noformat flag
      --useexisting flag
      --reserved-space int
      --reserved-percent int
      --pesize int
    xconfig RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --defaultdesktop text
      --startxonboot flag
    zerombr RHEL7 RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
    zfcp RHEL7 RHEL8
      --devnum text required
      --fcplun text required
      --wwpn text required
    zfcp RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --devnum text required
      --wwpn text
      --fcplun text
    zipl RHEL8 RHEL9 RHEL10 F41 F42 F43 F44 F45 F46
      --secure-boot flag
      --force-secure-boot flag
      --no-secure-boot flag
    """#
}
