// swift-format-ignore-file
// Written by scripts/debconf-facts.py; do not edit.

extension DebconfQuestions {
  /// The templates that these facts are from, each with its version in Debian 12 and 13, united: what either takes is taken.
  /// What the archive no longer had in a release is from the other one.
  static let versions = #"""
    anna 13:1.99
    apt-cdrom-setup 12:1:0.182 13:1:0.198
    apt-mirror-setup 12:1:0.182 13:1:0.198
    apt-setup-udeb 12:1:0.182 13:1:0.198
    base-installer 12:1.213 13:1.226
    base-passwd 12:3.6.1 13:3.6.7
    bootstrap-base 12:1.213 13:1.226
    brltty-udeb 12:6.5-7+deb12u1 13:6.7-3.1+deb13u3
    ca-certificates-udeb 12:20230311+deb12u1
    cdebconf-gtk-entropy 13:0.59
    cdebconf-gtk-terminal 13:0.48
    cdebconf-gtk-udeb 13:0.280
    cdebconf-newt-entropy 13:0.59
    cdebconf-newt-udeb 13:0.280
    cdebconf-priority 13:0.280
    cdebconf-text-entropy 13:0.59
    cdebconf-text-udeb 13:0.280
    cdebconf-udeb 13:0.280
    cdrom-checker 13:1.67
    cdrom-detect 13:1.114
    cdrom-retriever 13:1.69
    choose-mirror 12:2.123+deb12u1
    choose-mirror-bin 12:2.123+deb12u1 13:2.133
    clock-setup 13:0.166
    console-keymaps-acorn 12:2:1.12-9 13:2:1.12-9
    console-keymaps-amiga 12:2:1.12-9 13:2:1.12-9
    console-keymaps-at 12:2:1.12-9 13:2:1.12-9
    console-keymaps-atari 12:2:1.12-9 13:2:1.12-9
    console-keymaps-dec 12:2:1.12-9 13:2:1.12-9
    console-keymaps-mac 12:2:1.12-9 13:2:1.12-9
    console-keymaps-sun 12:2:1.12-9 13:2:1.12-9
    console-keymaps-usb 12:2:1.12-9 13:2:1.12-9
    console-setup 12:1.221 13:1.242~deb13u1
    console-setup-udeb 13:1.242~deb13u1
    cryptsetup-udeb 12:2:2.6.1-4~deb12u2
    dash 13:0.5.12-12
    debconf 12:1.5.82 13:1.5.91
    debian-edu-install-udeb 12:2.12.10~deb12u1
    debian-edu-profile-udeb 12:2.12.10~deb12u1
    depthcharge-tools-installer 13:12
    di-utils 12:1.146 13:1.155
    di-utils-exit-installer 13:1.155
    di-utils-reboot 13:1.155
    di-utils-shell 13:1.155
    disk-detect 13:1.171
    download-installer 13:1.61
    driver-injection-disk-detect 13:1.171
    eject-udeb 12:2.38.1-5+deb12u3 13:2.41.5-0+deb13u1
    ethdetect 13:1.171
    fdisk-udeb 12:2.38.1-5+deb12u3 13:2.41.5-0+deb13u1
    file-preseed 13:1.125
    finish-install 13:2.124
    grub-efi-amd64 12:2.06-13+deb12u2 13:2.12-9+deb13u4
    grub-installer 13:1.212
    grub-mount-udeb 12:2.06-13+deb12u2
    grub-pc 12:2.06-13+deb12u2 13:2.12-9+deb13u4
    hw-detect 13:1.171
    initrd-kickseed 12:0.63 13:0.63
    isc-dhcp-client-udeb 12:4.4.3-P1-2
    iso-scan 13:1.98
    kexec-tools-udeb 12:1:2.0.25-3+deb12u3
    keyboard-configuration 12:1.221 13:1.242~deb13u1
    live-installer 12:58 13:58
    load-cdrom 13:1.69
    load-iso 13:1.98
    load-media 13:1.62
    localechooser 13:2.112
    locales 12:2.36-9+deb12u14 13:2.41-12+deb13u5
    lowmem 13:1.52
    lowmemcheck 13:1.52
    lvmcfg 13:1.71
    lvmcfg-utils 13:1.71
    main-menu 13:1.70
    man-db 12:2.11.2-2 13:2.13.1-1
    mdadm 12:4.2-5 13:4.4-11+deb13u1
    mdadm-udeb 12:4.2-5
    mdcfg-utils 13:1.84
    media-retriever 13:1.62
    net-retriever 13:1.61
    netcfg 12:1.187+deb12u1 13:1.197
    netcfg-static 12:1.187+deb12u1 13:1.197
    network-console 13:1.100
    network-preseed 13:1.125
    nobootloader 13:1.73
    openssh-client-udeb 12:1:9.2p1-2+deb12u10
    openssh-server 12:1:9.2p1-2+deb12u10 13:1:10.0p1-7+deb13u4
    openssh-server-udeb 12:1:9.2p1-2+deb12u10
    partman-auto 12:162 13:177
    partman-auto-crypto 12:34 13:38
    partman-auto-lvm 12:91 13:103
    partman-auto-raid 13:55
    partman-base 12:226 13:237
    partman-basicfilesystems 13:174
    partman-basicmethods 13:80
    partman-btrfs 13:64
    partman-cros 13:13
    partman-crypto 12:121 13:134
    partman-efi 13:110
    partman-ext3 13:119
    partman-iscsi 13:83
    partman-jfs 13:65
    partman-lvm 12:146 13:156
    partman-md 12:106 13:114
    partman-nbd 13:0.77
    partman-partitioning 13:159
    partman-target 13:133
    partman-xfs 13:72
    pkgsel 12:0.79 13:0.85
    popularity-contest 12:1.76 13:1.78
    postfix 12:3.7.11-0+deb12u1 13:3.10.13-0+deb13u1
    ppp-udeb 12:2.4.9-1+1.1 13:2.5.2-1+1
    preseed-common 13:1.125
    rescue-check 12:1.93+deb12u1 13:1.105
    rescue-mode 12:1.93+deb12u1 13:1.105
    rootskel 13:1.138
    save-logs 13:2.97
    systemd-boot-installer 13:0.11
    tasksel 12:3.73 13:3.81
    tzdata 12:2026b-0+deb12u1 13:2026f-0+deb13u1
    tzsetup-udeb 13:1:0.132+deb13u1
    unattended-upgrades 12:2.9.1+nmu3 13:2.12
    usb-discover 12:1.13 13:1.13
    user-setup-udeb 13:1.107
    util-linux-udeb 12:2.38.1-5+deb12u3 13:2.41.5-0+deb13u1
    wide-dhcpv6-client-udeb 12:20080615-23
    """#

  /// A question a line, parted by tabs: name, type, owners, and its choices where they are the same on every machine.
  static let text = #"""
    anna/choose_modules	multiselect	d-i
    anna/choose_modules_lowmem	multiselect	d-i
    anna/install_failed	error	d-i
    anna/no_kernel_modules	boolean	d-i
    anna/progress_step_conf	text	d-i
    anna/progress_step_retr	text	d-i
    anna/progress_title	text	d-i
    anna/retriever	string	d-i
    anna/standard_modules	boolean	d-i
    apt-setup/cdrom/failed	error	d-i
    apt-setup/cdrom/media-change	text	d-i
    apt-setup/cdrom/set-double	boolean	d-i
    apt-setup/cdrom/set-failed	boolean	d-i
    apt-setup/cdrom/set-first	boolean	d-i
    apt-setup/cdrom/set-next	boolean	d-i
    apt-setup/contrib	boolean	d-i
    apt-setup/disable-cdrom-entries	boolean	d-i
    apt-setup/enable-source-repositories	boolean	d-i
    apt-setup/local/key-error	select	d-i	Retry, Ignore
    apt-setup/mirror/error	select	d-i	Retry, Change mirror, Ignore
    apt-setup/multiarch	string	d-i
    apt-setup/no_mirror	boolean	d-i
    apt-setup/non-free	boolean	d-i
    apt-setup/non-free-firmware	boolean	d-i
    apt-setup/security_host	string	d-i
    apt-setup/service-failed	error	d-i
    apt-setup/services-select	multiselect	d-i	security, updates, backports
    apt-setup/use/cd	text	d-i
    apt-setup/use/cd-note	text	d-i
    apt-setup/use/cd-set1	text	d-i
    apt-setup/use/cd-set2	text	d-i
    apt-setup/use/dvd	text	d-i
    apt-setup/use/inet1	text	d-i
    apt-setup/use/inet2	text	d-i
    apt-setup/use/netinst	text	d-i
    apt-setup/use/netinst_old	text	d-i
    apt-setup/use_mirror	boolean	d-i
    auto-install/cloak_initrd_preseed	boolean	d-i
    auto-install/defaultroot	string	d-i
    auto-install/enable	boolean	d-i
    base-installer/cannot_install	error	d-i
    base-installer/debootstrap-failed	error	d-i
    base-installer/debootstrap/error-abnormal	error	d-i
    base-installer/debootstrap/error-exitcode	error	d-i
    base-installer/debootstrap/error/couldntdl	error	d-i
    base-installer/debootstrap/error/invalidrel	error	d-i
    base-installer/debootstrap/error/missingrelentry	error	d-i
    base-installer/debootstrap/error/nogetrel	error	d-i
    base-installer/debootstrap/error/nogetrelsig	error	d-i
    base-installer/debootstrap/error/unknownrelsig	error	d-i
    base-installer/debootstrap/fallback-error	error	d-i
    base-installer/debootstrap/fallback-info	text	d-i
    base-installer/debootstrap/fallback-warning	error	d-i
    base-installer/debootstrap/info/basesuccess	text	d-i
    base-installer/debootstrap/info/checkingsizes	text	d-i
    base-installer/debootstrap/info/confbase	text	d-i
    base-installer/debootstrap/info/configuring	text	d-i
    base-installer/debootstrap/info/confreq	text	d-i
    base-installer/debootstrap/info/extracting	text	d-i
    base-installer/debootstrap/info/instbase	text	d-i
    base-installer/debootstrap/info/instcore	text	d-i
    base-installer/debootstrap/info/newbase	text	d-i
    base-installer/debootstrap/info/newrequired	text	d-i
    base-installer/debootstrap/info/redundantbase	text	d-i
    base-installer/debootstrap/info/releasesig	text	d-i
    base-installer/debootstrap/info/resolvebase	text	d-i
    base-installer/debootstrap/info/resolvereq	text	d-i
    base-installer/debootstrap/info/retrieving	text	d-i
    base-installer/debootstrap/info/unpackbase	text	d-i
    base-installer/debootstrap/info/unpacking	text	d-i
    base-installer/debootstrap/info/unpackreq	text	d-i
    base-installer/debootstrap/info/validating	text	d-i
    base-installer/debootstrap/info/validrelsig	text	d-i
    base-installer/debootstrap/section/confbase	text	d-i
    base-installer/debootstrap/section/confreq	text	d-i
    base-installer/debootstrap/section/downdebs	text	d-i
    base-installer/debootstrap/section/downmainpkgs	text	d-i
    base-installer/debootstrap/section/downpkgs	text	d-i
    base-installer/debootstrap/section/downrel	text	d-i
    base-installer/debootstrap/section/extractpkgs	text	d-i
    base-installer/debootstrap/section/instbase	text	d-i
    base-installer/debootstrap/section/instcore	text	d-i
    base-installer/debootstrap/section/sizedebs	text	d-i
    base-installer/debootstrap/section/unpackbase	text	d-i
    base-installer/debootstrap/section/unpackreq	text	d-i
    base-installer/debootstrap/warning/retrying	text	d-i
    base-installer/debootstrap_script	string	d-i
    base-installer/excludes	string	d-i
    base-installer/includes	string	d-i
    base-installer/initramfs-tools/driver-policy	select	d-i	most, dep
    base-installer/initramfs/generator	select	d-i
    base-installer/initramfs/unsupported	error	d-i
    base-installer/install-recommends	boolean	d-i
    base-installer/kernel/altmeta	text	d-i
    base-installer/kernel/failed-install	error	d-i
    base-installer/kernel/failed-package-install	error	d-i
    base-installer/kernel/image	select	d-i
    base-installer/kernel/linux/extra-packages	string	d-i
    base-installer/kernel/linux/extra-packages-2.6	string	d-i
    base-installer/kernel/linux/initramfs-tools/driver-policy	string	d-i
    base-installer/kernel/linux/initrd-2.6	boolean	d-i
    base-installer/kernel/linux/link_in_boot	boolean	d-i
    base-installer/kernel/no-kernels-found	error	d-i
    base-installer/kernel/skip-install	boolean	d-i
    base-installer/no_codename	error	d-i
    base-installer/no_target_mounted	error	d-i
    base-installer/section/apt_update	text	d-i
    base-installer/section/configure_apt	text	d-i
    base-installer/section/install_extra	text	d-i
    base-installer/section/install_extra_package	text	d-i
    base-installer/section/install_kernel_package	text	d-i
    base-installer/section/install_linux	text	d-i
    base-installer/section/pick_kernel	text	d-i
    base-installer/section/setup_dev	text	d-i
    base-installer/unclean_target_cancel	error	d-i
    base-installer/use_unclean_target	boolean	d-i
    base-passwd/group-add	boolean	base-passwd
    base-passwd/group-change-gid	boolean	base-passwd
    base-passwd/group-move	boolean	base-passwd
    base-passwd/group-remove	boolean	base-passwd
    base-passwd/user-add	boolean	base-passwd
    base-passwd/user-change-gecos	boolean	base-passwd
    base-passwd/user-change-gid	boolean	base-passwd
    base-passwd/user-change-home	boolean	base-passwd
    base-passwd/user-change-shell	boolean	base-passwd
    base-passwd/user-change-uid	boolean	base-passwd
    base-passwd/user-move	boolean	base-passwd
    base-passwd/user-remove	boolean	base-passwd
    ca-certificates/enable_crts	multiselect	d-i
    ca-certificates/new_crts	multiselect	d-i
    ca-certificates/trust_new_crts	select	d-i	yes, no, ask
    cdrom-checker/askmount	note	d-i
    cdrom-checker/firstcd	note	d-i
    cdrom-checker/md5file_failed	error	d-i
    cdrom-checker/mismatch	error	d-i
    cdrom-checker/mntfailed	error	d-i
    cdrom-checker/nextcd	boolean	d-i
    cdrom-checker/passed	note	d-i
    cdrom-checker/progress_step	text	d-i
    cdrom-checker/progress_title	text	d-i
    cdrom-checker/start	boolean	d-i
    cdrom-checker/wrongcd	error	d-i
    cdrom-detect/cdrom_device	string	d-i
    cdrom-detect/cdrom_fs	string	d-i
    cdrom-detect/cdrom_module	select	d-i
    cdrom-detect/detect_progress_title	text	d-i
    cdrom-detect/eject	boolean	d-i
    cdrom-detect/hybrid	boolean	d-i
    cdrom-detect/load_media	boolean	d-i
    cdrom-detect/manual_config	boolean	d-i
    cdrom-detect/no-release	error	d-i
    cdrom-detect/retry	boolean	d-i
    cdrom-detect/scanning_progress_step	text	d-i
    cdrom-detect/scanning_progress_title	text	d-i
    cdrom-detect/success	note	d-i
    cdrom-detect/unetbootin_detected	note	d-i
    cdrom-detect/usb-hdd	boolean	d-i
    cdrom-detect/wrong-cd	error	d-i
    cdrom/codename	string	d-i
    cdrom/suite	select	d-i	stable, testing, unstable
    clock-setup/hwclock-wait	boolean	d-i
    clock-setup/ntp	boolean	d-i
    clock-setup/ntp-server	string	d-i
    clock-setup/system-time-changed	boolean	d-i
    clock-setup/utc	boolean	d-i
    console-keymaps-acorn/keymap	select	d-i	us, by, be2-latin1, br-abnt2, br-latin1, uk, bg, ca-multi, croat, cz-lat2, dk-latin1, nl, dvorak, et, fi-latin1, fr-latin9, de-latin1-nodeadkeys, gr, hebrew, hu, is-latin1, it, jp106, kg, la-latin1, lv-latin4, lt, mk, no-latin1, pl, pt-latin1, ro, ru, sr, sk-qwerty, slovene, es, se-latin1, fr_CH-latin1, sg-latin1, trfu, trqu, ua
    console-keymaps-amiga/keymap	select	d-i	amiga-us, amiga-fr, amiga-de, amiga-it, amiga-es, amiga-se, amiga-sg
    console-keymaps-at/keymap	select	d-i	us, by, be2-latin1, br-abnt2, br-latin1, uk, bg, cf, ca-multi, croat, cz-lat2, dk-latin1, nl, dvorak, et, fi-latin1, fr-latin9, de-latin1-nodeadkeys, gr, hebrew, hu, is-latin1, it, jp106, kg, la-latin1, lv-latin4, lt, mk, no-latin1, pl, pt-latin1, ro, ru, sr, sk-qwerty, slovene, es, se-latin1, fr_CH-latin1, sg-latin1, th-tis, trfu, trqu, ua
    console-keymaps-atari/keymap	select	d-i	atari-us, atari-uk, atari-fr, atari-de, atari-se
    console-keymaps-dec/keymap	select	d-i
    console-keymaps-mac/keymap	select	d-i	mac-us-std, mac-us-ext, mac-fr3, mac-fr2-ext, mac-de2-ext
    console-keymaps-sun/keymap	select	d-i	sunkeymap, sunt5-uk, sunt5-cz-us, sunt5-fi-latin1, sunt5-fr-latin1, sunt5-de-latin1, sunt4-ja, sunt5-ja, sunt4-no-latin1, sunt5-no, sun-pl, sunt5-ru, sunt4-es, sunt5-es, sunt5-trqalt
    console-keymaps-usb/keymap	select	d-i	mac-usb-us, mac-usb-be, mac-usb-uk, mac-usb-dk-latin1, mac-usb-dvorak, mac-usb-fi-latin1, mac-usb-fr, mac-usb-de-latin1-nodeadkeys, it, mac-usb-it, mac-usb-pt-latin1, mac-usb-es, mac-usb-se, mac-usb-fr_CH-latin1, mac-usb-de_CH
    console-setup/charmap47	select	console-setup
    console-setup/codeset47	select	console-setup	. Arabic, # Armenian, # Cyrillic - KOI8-R and KOI8-U, # Cyrillic - non-Slavic languages, . Cyrillic - non-Slavic languages (for blind users), # Cyrillic - Slavic languages (also Bosnian and Serbian Latin), . Cyrillic - Slavic languages (for blind users), . Ethiopic, # Georgian, # Greek, . Greek (for blind users), # Hebrew, # Lao, # Latin1 and Latin5 - western Europe and Turkic languages, # Latin2 - central Europe and Romanian, # Latin3 and Latin8 - Chichewa; Esperanto; Irish; Maltese and Welsh, # Latin7 - Lithuanian; Latvian; Maori and Marshallese, . Latin - Vietnamese, # Thai, . Combined - Latin; Slavic Cyrillic; Hebrew; basic Arabic, . Combined - Latin; Slavic Cyrillic; Greek, . Combined - Latin; Slavic and non-Slavic Cyrillic, Guess optimal character set
    console-setup/codesetcode	string	console-setup
    console-setup/fontface47	select	console-setup
    console-setup/fontsize	string	console-setup
    console-setup/fontsize-fb47	select	console-setup
    console-setup/fontsize-text47	select	console-setup
    console-setup/framebuffer_only	text	console-setup
    console-setup/guess_font	text	console-setup
    console-setup/store_defaults_in_debconf_db	boolean	console-setup
    console-setup/use_system_font	text	console-setup
    cryptsetup-initramfs/prerm_active_mappings	boolean	d-i
    cryptsetup/prerm_active_mappings	boolean	d-i
    dash/ineffectivediversion	error	dash
    debconf-apt-progress/info	text	debconf
    debconf-apt-progress/media-change	text	debconf
    debconf-apt-progress/preparing	text	debconf
    debconf/button-cancel	text	d-i
    debconf/button-continue	text	d-i
    debconf/button-goback	text	d-i
    debconf/button-help	text	d-i
    debconf/button-no	text	d-i
    debconf/button-yes	text	d-i
    debconf/cont-prompt	text	d-i
    debconf/entropy/gtk/action	text	d-i
    debconf/entropy/success	text	d-i
    debconf/frontend	select	d-i debconf
    debconf/gtk-button-screenshot	text	d-i
    debconf/gtk-screenshot-saved	text	d-i
    debconf/language	string	d-i
    debconf/no	text	d-i
    debconf/priority	select	d-i debconf
    debconf/show-password	text	d-i
    debconf/showold	boolean	d-i
    debconf/terminal/gtk/confirm-message	text	d-i
    debconf/terminal/gtk/confirm-title	text	d-i
    debconf/translations-dropped	boolean	d-i
    debconf/yes	text	d-i
    debian-edu-install/confirm	boolean	d-i
    debian-edu-install/disk-too-small	boolean	d-i
    debian-edu-install/errors-found	error	d-i
    debian-edu-install/errors-pkg-installation	error	d-i
    debian-edu-install/no-errors-found	note	d-i
    debian-edu-install/no-network	error	d-i
    debian-edu-install/participate-popcon	boolean	d-i
    debian-edu-install/profile	multiselect	d-i	Main-Server, Workstation, Roaming-Workstation, LTSP-Server, Standalone, Minimal
    debian-edu-install/quick-install	boolean	d-i
    debian-edu-install/run-firstboot	boolean	d-i
    debian-edu-install/standalone	note	d-i
    debian-edu-install/standalone_only	error	d-i
    debian-installer/add-kernel-opts	string	d-i
    debian-installer/allow_unauthenticated	boolean	d-i
    debian-installer/allow_unauthenticated_ssl	boolean	d-i
    debian-installer/consoledisplay	string	d-i
    debian-installer/country	string	d-i
    debian-installer/depthcharge-tools-installer/title	note	d-i
    debian-installer/dummy	string	d-i
    debian-installer/exit/always_halt	boolean	d-i
    debian-installer/exit/halt	boolean	d-i
    debian-installer/exit/poweroff	boolean	d-i
    debian-installer/framebuffer	boolean	d-i
    debian-installer/language	string	d-i
    debian-installer/locale	select	d-i
    debian-installer/main-menu	select	d-i
    debian-installer/main-menu-title	text	d-i
    debian-installer/main-menu/item-failure	error	d-i
    debian-installer/missing-provide	select	d-i
    debian-installer/probe/usb	boolean	d-i
    debian-installer/shell-plugin	terminal	d-i
    debian-installer/shell-plugin-default-title	text	d-i
    debian-installer/terminal-plugin-unavailable	error	d-i
    debian-installer/theme	string	d-i
    debian-installer/workaround-gtk	text	d-i
    depthcharge-tools-installer/board	string	d-i
    depthcharge-tools-installer/error/build_image	error	d-i
    depthcharge-tools-installer/error/check_parts	error	d-i
    depthcharge-tools-installer/error/failed-package-install	error	d-i
    depthcharge-tools-installer/error/write_image	error	d-i
    depthcharge-tools-installer/initramfs_too_big	boolean	d-i
    depthcharge-tools-installer/progress	note	d-i
    depthcharge-tools-installer/progress/build_image	note	d-i
    depthcharge-tools-installer/progress/check_parts	note	d-i
    depthcharge-tools-installer/progress/install_tools	note	d-i
    depthcharge-tools-installer/progress/update_initramfs	note	d-i
    depthcharge-tools-installer/progress/write_image	note	d-i
    di-utils-reboot/really_reboot	boolean	d-i
    di-utils-shell/do-shell	note	d-i
    disk-detect/cannot_find	error	d-i
    disk-detect/detect_progress_title	text	d-i
    disk-detect/module_select	select	d-i
    disk-detect/multipath/enable	boolean	d-i
    driver-injection-disk/load	boolean	d-i
    ethdetect/cannot_find	error	d-i
    ethdetect/detect_progress_title	text	d-i
    ethdetect/module_select	select	d-i
    ethdetect/prompt_missing_firmware	boolean	d-i
    ethdetect/use_firewire_ethernet	boolean	d-i
    finish-install/keep-consoles	boolean	d-i
    finish-install/reboot_in_progress	note	d-i
    grub-installer/apt-install-failed	error	d-i
    grub-installer/bootdev	string	d-i
    grub-installer/choose_bootdev	select	d-i
    grub-installer/enable_os_prober_otheros_no	boolean	d-i
    grub-installer/enable_os_prober_otheros_yes	boolean	d-i
    grub-installer/force-efi-extra-removable	boolean	d-i
    grub-installer/grub-install-failed	error	d-i
    grub-installer/grub_not_mature_on_this_platform	boolean	d-i
    grub-installer/make_active	boolean	d-i
    grub-installer/mounterr	error	d-i
    grub-installer/only_debian	boolean	d-i
    grub-installer/password	password	d-i
    grub-installer/password-again	password	d-i
    grub-installer/password-crypted	password	d-i
    grub-installer/password-mismatch	error	d-i
    grub-installer/skip	boolean	d-i
    grub-installer/update-grub-failed	error	d-i
    grub-installer/update-nvram	boolean	d-i
    grub-installer/with_other_os	boolean	d-i
    grub-pc/chainload_from_menu.lst	boolean	d-i grub-pc
    grub-pc/disk_description	text	d-i grub-pc
    grub-pc/hidden_timeout	boolean	d-i grub-pc
    grub-pc/install_devices	multiselect	d-i grub-pc
    grub-pc/install_devices_disks_changed	multiselect	d-i grub-pc
    grub-pc/install_devices_empty	boolean	d-i grub-pc
    grub-pc/install_devices_failed	boolean	d-i grub-pc
    grub-pc/install_devices_failed_upgrade	boolean	d-i grub-pc
    grub-pc/kopt_extracted	boolean	d-i grub-pc
    grub-pc/mixed_legacy_and_grub2	boolean	d-i grub-pc
    grub-pc/partition_description	text	d-i grub-pc
    grub-pc/postrm_purge_boot_grub	boolean	d-i grub-pc
    grub-pc/timeout	string	d-i grub-pc
    grub2/enable_os_prober	boolean	d-i grub-efi-amd64 grub-pc
    grub2/force_efi_extra_removable	boolean	d-i grub-efi-amd64 grub-pc
    grub2/kfreebsd_cmdline	string	d-i grub-efi-amd64 grub-pc
    grub2/kfreebsd_cmdline_default	string	d-i grub-efi-amd64 grub-pc
    grub2/linux_cmdline	string	d-i grub-efi-amd64 grub-pc
    grub2/linux_cmdline_default	string	d-i grub-efi-amd64 grub-pc
    grub2/update_nvram	boolean	d-i grub-efi-amd64 grub-pc
    hw-detect/detect_progress_step	text	d-i
    hw-detect/firmware-lookup	text	d-i
    hw-detect/hardware_init_step	text	d-i
    hw-detect/load-ide	boolean	d-i
    hw-detect/load_firmware	boolean	d-i
    hw-detect/load_media	boolean	d-i
    hw-detect/load_progress_step	text	d-i
    hw-detect/modprobe_error	error	d-i
    hw-detect/pcmcia_resources	string	d-i
    hw-detect/pcmcia_step	text	d-i
    hw-detect/retry_params	string	d-i
    hw-detect/select_modules	multiselect	d-i
    hw-detect/start_pcmcia	boolean	d-i
    initrd-kickseed/nfs-mount-failed	error	d-i
    initrd-kickseed/wget-failed	error	d-i
    isc-dhcp-relay/interfaces	string	d-i
    isc-dhcp-relay/options	string	d-i
    isc-dhcp-relay/servers	string	d-i
    isc-dhcp-server/interfaces	string	d-i
    iso-scan/ask_right_iso	boolean	d-i
    iso-scan/ask_second_pass	boolean	d-i
    iso-scan/ask_which_iso	select	d-i
    iso-scan/bad-isos	error	d-i
    iso-scan/copy_iso_to_ram	boolean	d-i
    iso-scan/detect_progress_title	text	d-i
    iso-scan/filename	text	d-i
    iso-scan/no-isos	error	d-i
    iso-scan/other-isos	error	d-i
    iso-scan/progress_mount	text	d-i
    iso-scan/progress_scan	text	d-i
    iso-scan/progress_title	text	d-i
    iso-scan/success	note	d-i
    kexec-tools/load_kexec	boolean	d-i
    kexec-tools/use_grub_config	boolean	d-i
    keyboard-configuration/altgr	select	d-i keyboard-configuration
    keyboard-configuration/compose	select	d-i keyboard-configuration
    keyboard-configuration/ctrl_alt_bksp	boolean	d-i keyboard-configuration
    keyboard-configuration/layout	select	d-i keyboard-configuration
    keyboard-configuration/layoutcode	string	d-i keyboard-configuration
    keyboard-configuration/model	select	d-i keyboard-configuration
    keyboard-configuration/modelcode	string	d-i keyboard-configuration
    keyboard-configuration/optionscode	string	d-i keyboard-configuration
    keyboard-configuration/other	text	d-i keyboard-configuration
    keyboard-configuration/store_defaults_in_debconf_db	boolean	d-i keyboard-configuration
    keyboard-configuration/switch	select	d-i keyboard-configuration
    keyboard-configuration/toggle	select	d-i keyboard-configuration
    keyboard-configuration/unsupported_config_layout	boolean	d-i keyboard-configuration
    keyboard-configuration/unsupported_config_options	boolean	d-i keyboard-configuration
    keyboard-configuration/unsupported_layout	boolean	d-i keyboard-configuration
    keyboard-configuration/unsupported_options	boolean	d-i keyboard-configuration
    keyboard-configuration/variant	select	d-i keyboard-configuration
    keyboard-configuration/variantcode	string	d-i keyboard-configuration
    keyboard-configuration/xkb-keymap	select	d-i keyboard-configuration
    live-installer/enable	boolean	d-i
    live-installer/mode	select	d-i	normal, live
    localechooser/continentlist	select	d-i	Africa, Antarctica, Asia, Atlantic Ocean, Caribbean, Central America, Europe, Indian Ocean, North America, Oceania, South America
    localechooser/countrylist/Africa	select	d-i	DZ, AO, BJ, BW, BF, BI, CV, CM, CF, TD, CG, CD, CI, DJ, EG, GQ, ER, SZ, ET, GA, GM, GH, GN, GW, KE, LS, LR, LY, MW, ML, MR, MA, MZ, NA, NE, NG, RW, ST, SN, SL, SO, ZA, SS, SD, TZ, TG, TN, UG, EH, ZM, ZW
    localechooser/countrylist/Antarctica	select	d-i
    localechooser/countrylist/Asia	select	d-i	AF, BH, BD, BT, BN, KH, CN, HK, IN, ID, IR, IQ, IL, JP, JO, KZ, KW, KG, LA, LB, MO, MY, MN, MM, NP, KP, OM, PK, PS, PH, QA, SA, SG, KR, LK, SY, TW, TJ, TH, TL, TM, TR, AE, UZ, VN, YE
    localechooser/countrylist/Atlantic_Ocean	select	d-i	BV, FK, SH, GS
    localechooser/countrylist/Caribbean	select	d-i	AI, AG, AW, BS, BB, BM, BQ, KY, CU, CW, DM, DO, GD, GP, HT, JM, MQ, MS, PR, BL, KN, LC, MF, VC, SX, TT, TC, VG, VI
    localechooser/countrylist/Central_America	select	d-i	BZ, CR, SV, GT, HN, NI, PA
    localechooser/countrylist/Europe	select	d-i	AL, AD, AM, AT, AZ, BY, BE, BA, BG, HR, CY, CZ, DK, EE, FO, FI, FR, GE, DE, GI, GR, GL, GG, VA, HU, IS, IE, IM, IT, JE, LV, LI, LT, LU, MT, MD, MC, ME, NL, MK, NO, PL, PT, RO, RU, SM, RS, SK, SI, ES, SJ, SE, CH, UA, GB, AX
    localechooser/countrylist/Indian_Ocean	select	d-i	IO, CX, CC, KM, TF, HM, MG, MV, MU, YT, RE, SC
    localechooser/countrylist/North_America	select	d-i	CA, MX, PM, US
    localechooser/countrylist/Oceania	select	d-i	AS, AU, CK, FJ, PF, GU, KI, MH, FM, NR, NC, NZ, NU, NF, MP, PW, PG, PN, WS, SB, TK, TO, TV, UM, VU, WF
    localechooser/countrylist/South_America	select	d-i	AR, BO, BR, CL, CO, EC, GF, GY, PY, PE, SR, UY, VE
    localechooser/help/locale	note	d-i
    localechooser/languagelist	select	d-i
    localechooser/preferred-locale	select	d-i
    localechooser/shortlist/ar	select	d-i	SY, JO, AE, BH, DZ, SA, SD, IQ, KW, MA, IN, YE, TN, SS, OM, QA, LB, LY, EG, other
    localechooser/shortlist/bn	select	d-i	BD, IN, other
    localechooser/shortlist/bo	select	d-i	CN, IN, other
    localechooser/shortlist/ca	select	d-i	AD, ES, FR, IT, other
    localechooser/shortlist/de	select	d-i	BE, DE, IT, LI, LU, CH, AT, other
    localechooser/shortlist/el	select	d-i	GR, CY, other
    localechooser/shortlist/en	select	d-i	AG, AU, BW, CA, HK, IN, IE, IL, NZ, NG, PH, SC, SG, ZA, GB, US, ZM, ZW, other
    localechooser/shortlist/es	select	d-i	AR, BO, CL, CO, CR, CU, EC, SV, ES, US, GT, HN, MX, NI, PA, PY, PE, PR, DO, UY, VE, other
    localechooser/shortlist/eu	select	d-i	ES, FR, other
    localechooser/shortlist/fr	select	d-i	BE, CA, FR, LU, CH, other
    localechooser/shortlist/it	select	d-i	IT, CH, other
    localechooser/shortlist/nl	select	d-i	AW, BE, NL, other
    localechooser/shortlist/pa	select	d-i	PK, IN, other
    localechooser/shortlist/pt	select	d-i	BR, PT, other
    localechooser/shortlist/pt_BR	select	d-i	BR, PT, other
    localechooser/shortlist/ru	select	d-i	RU, UA, other
    localechooser/shortlist/sq	select	d-i	MK, AL, other
    localechooser/shortlist/sr	select	d-i	RS, ME, other
    localechooser/shortlist/sv	select	d-i	FI, SE, other
    localechooser/shortlist/ta	select	d-i	IN, LK, other
    localechooser/shortlist/tr	select	d-i	CY, TR, other
    localechooser/shortlist/zh_CN	select	d-i	CN, TW, SG, HK, other
    localechooser/shortlist/zh_TW	select	d-i	CN, SG, TW, HK, other
    localechooser/supported-locales	multiselect	d-i
    localechooser/translation/no-select	note	d-i
    localechooser/translation/none-yet	note	d-i
    localechooser/translation/warn-light	boolean	d-i
    localechooser/translation/warn-severe	boolean	d-i
    locales/default_environment_locale	select	locales
    locales/locales_to_be_generated	multiselect	locales
    lowmem/insufficient	error	d-i
    lowmem/low	note	d-i
    lvmcfg/activevg	boolean	d-i
    lvmcfg/lvcreate_error	error	d-i
    lvmcfg/lvcreate_exists	error	d-i
    lvmcfg/lvcreate_name	string	d-i
    lvmcfg/lvcreate_nofreevg	error	d-i
    lvmcfg/lvcreate_nonamegiven	error	d-i
    lvmcfg/lvcreate_novg	error	d-i
    lvmcfg/lvcreate_size	string	d-i
    lvmcfg/lvcreate_vgnames	select	d-i
    lvmcfg/lvdelete_error	error	d-i
    lvmcfg/lvdelete_lvnames	select	d-i
    lvmcfg/lvdelete_nolv	error	d-i
    lvmcfg/lvdelete_novg	error	d-i
    lvmcfg/lvdelete_vgnames	select	d-i
    lvmcfg/lvmenu	select	d-i	Create logical volumes, Delete logical volumes, Leave
    lvmcfg/mainmenu	select	d-i	Modify volume groups (VG), Modify logical volumes (LV), Leave
    lvmcfg/nolvm	error	d-i
    lvmcfg/nopartitions	error	d-i
    lvmcfg/vgcreate_devnameused	error	d-i
    lvmcfg/vgcreate_name	string	d-i
    lvmcfg/vgcreate_nameused	error	d-i
    lvmcfg/vgcreate_nonamegiven	error	d-i
    lvmcfg/vgcreate_nosel	error	d-i
    lvmcfg/vgcreate_parts	multiselect	d-i
    lvmcfg/vgdelete_confirm	boolean	d-i
    lvmcfg/vgdelete_error	error	d-i
    lvmcfg/vgdelete_names	select	d-i
    lvmcfg/vgdelete_novg	error	d-i
    lvmcfg/vgextend_error	error	d-i
    lvmcfg/vgextend_names	select	d-i
    lvmcfg/vgextend_nosel	error	d-i
    lvmcfg/vgextend_novg	error	d-i
    lvmcfg/vgextend_parts	multiselect	d-i
    lvmcfg/vgmenu	select	d-i	Create volume groups, Delete volume groups, Extend volume groups, Reduce volume groups, Leave
    lvmcfg/vgreduce_error	error	d-i
    lvmcfg/vgreduce_minpv	error	d-i
    lvmcfg/vgreduce_names	select	d-i
    lvmcfg/vgreduce_novg	error	d-i
    lvmcfg/vgreduce_parts	select	d-i
    man-db/auto-update	boolean	man-db
    man-db/install-setuid	boolean	man-db
    mdadm/autocheck	boolean	d-i mdadm
    mdadm/autoscan	boolean	d-i mdadm
    mdadm/init-system-not-systemd	note	mdadm
    mdadm/mail_to	string	d-i mdadm
    mdadm/start_daemon	boolean	d-i mdadm
    mdcfg/createmain	select	d-i	RAID0, RAID1, RAID5, RAID6, RAID10, Cancel
    mdcfg/delete_no_md	error	d-i
    mdcfg/deletefailed	error	d-i
    mdcfg/deletemenu	select	d-i
    mdcfg/deleteverify	boolean	d-i
    mdcfg/mainmenu	select	d-i	Create MD device, Delete MD device, Finish
    mdcfg/nomd	error	d-i
    mdcfg/noparts	error	d-i
    mdcfg/notenoughparts	error	d-i
    mdcfg/raid0devs	multiselect	d-i
    mdcfg/raid10layout	string	d-i
    mdcfg/raiddevcount	string	d-i
    mdcfg/raiddevs	multiselect	d-i
    mdcfg/raidsparecount	string	d-i
    mdcfg/raidsparedevs	multiselect	d-i
    mirror/bad	error	d-i
    mirror/checking_download	text	d-i
    mirror/checking_title	text	d-i
    mirror/codename	string	d-i
    mirror/country	string	d-i
    mirror/distribution	text	d-i
    mirror/ftp/directory	string	d-i
    mirror/ftp/hostname	string	d-i
    mirror/ftp/proxy	string	d-i
    mirror/http/countries	select	d-i	manual, AR, AU, AT, AZ, BD, BY, BE, BR, BG, KH, CA, CL, CN, CR, HR, CZ, DK, EE, FI, FR, GE, DE, GR, HK, HU, IS, IN, ID, IL, IT, JP, KZ, KE, LV, LT, LU, MX, MD, MA, NL, NC, NZ, MK, NO, PL, PT, PR, RO, RU, RE, SG, SK, SI, ZA, KR, ES, SE, CH, TW, TH, TR, UA, GB, US, UY, VN
    mirror/http/directory	string	d-i
    mirror/http/hostname	string	d-i
    mirror/http/mirror	select	d-i
    mirror/http/proxy	string	d-i
    mirror/https/countries	select	d-i
    mirror/no-default	boolean	d-i
    mirror/noarch	error	d-i
    mirror/protocol	select	d-i
    mirror/suite	select	d-i
    mirror/suites/oldstable	text	d-i
    mirror/suites/stable	text	d-i
    mirror/suites/testing	text	d-i
    mirror/suites/unstable	text	d-i
    netcfg/bad_ipaddress	error	d-i
    netcfg/bad_link_wait_timeout	error	d-i
    netcfg/choose_interface	select	d-i
    netcfg/confirm_static	boolean	d-i
    netcfg/dhcp_failed	note	d-i
    netcfg/dhcp_hostname	string	d-i
    netcfg/dhcp_ntp_servers	text	d-i
    netcfg/dhcp_options	select	d-i
    netcfg/dhcp_progress	text	d-i
    netcfg/dhcp_progress_note	text	d-i
    netcfg/dhcp_success_note	text	d-i
    netcfg/dhcp_timeout	string	d-i
    netcfg/dhcpv6_progress	text	d-i
    netcfg/dhcpv6_timeout	string	d-i
    netcfg/disable_autoconfig	boolean	d-i
    netcfg/disable_dhcp	boolean	d-i
    netcfg/enable	boolean	d-i
    netcfg/error	error	d-i
    netcfg/gateway_unreachable	error	d-i
    netcfg/get_domain	string	d-i
    netcfg/get_gateway	string	d-i
    netcfg/get_hostname	string	d-i
    netcfg/get_ipaddress	string	d-i
    netcfg/get_nameservers	string	d-i
    netcfg/get_netmask	string	d-i
    netcfg/get_pointopoint	string	d-i
    netcfg/hostname	string	d-i
    netcfg/internal-arc	text	d-i
    netcfg/internal-ctc	text	d-i
    netcfg/internal-escon	text	d-i
    netcfg/internal-eth	text	d-i
    netcfg/internal-hsi	text	d-i
    netcfg/internal-ippp	text	d-i
    netcfg/internal-iucv	text	d-i
    netcfg/internal-none	text	d-i
    netcfg/internal-plip	text	d-i
    netcfg/internal-ppp	text	d-i
    netcfg/internal-sit	text	d-i
    netcfg/internal-slip	text	d-i
    netcfg/internal-tr	text	d-i
    netcfg/internal-unknown-iface	text	d-i
    netcfg/internal-usb	text	d-i
    netcfg/internal-wifi	text	d-i
    netcfg/internal-wifireconf	text	d-i
    netcfg/internal-wireless	text	d-i
    netcfg/invalid_essid	error	d-i
    netcfg/invalid_hostname	error	d-i
    netcfg/invalid_pass	error	d-i
    netcfg/invalid_wep	error	d-i
    netcfg/ipv6_config_flags_wait_title	text	d-i
    netcfg/ipv6_link_local_wait_title	text	d-i
    netcfg/kill_switch_enabled	note	d-i
    netcfg/link_detect_progress	text	d-i
    netcfg/link_wait_timeout	string	d-i
    netcfg/no_default_route	boolean	d-i
    netcfg/no_dhcp_client	error	d-i
    netcfg/no_interfaces	error	d-i
    netcfg/no_ipv6_pointopoint	error	d-i
    netcfg/slaac_wait_title	text	d-i
    netcfg/target_network_config	select	d-i	nm_config, ifupdown, loopback, netplan
    netcfg/use_autoconfig	boolean	d-i
    netcfg/wifi_progress_info	text	d-i
    netcfg/wifi_progress_title	text	d-i
    netcfg/wireless_adhoc_managed	select	d-i	Infrastructure (Managed) network, Ad-hoc network (Peer to peer)
    netcfg/wireless_essid	string	d-i
    netcfg/wireless_essid_again	string	d-i
    netcfg/wireless_security_type	select	d-i	wep/open, wpa
    netcfg/wireless_show_essids	select	d-i
    netcfg/wireless_wep	string	d-i
    netcfg/wireless_wpa	string	d-i
    netcfg/wpa_progress	text	d-i
    netcfg/wpa_progress_note	text	d-i
    netcfg/wpa_success_note	text	d-i
    netcfg/wpa_supplicant_failed	note	d-i
    network-console/authorized_keys_fetch_failure	error	d-i
    network-console/authorized_keys_url	string	d-i
    network-console/key	text	d-i
    network-console/login	select	d-i	Start installer, Start installer (expert mode), Start shell
    network-console/password	password	d-i
    network-console/password-again	password	d-i
    network-console/password-empty	error	d-i
    network-console/password-mismatch	error	d-i
    network-console/start	note	d-i
    nobootloader/confirmation_common	note	d-i
    nobootloader/confirmation_powerpc_chrp_pegasos	note	d-i
    nobootloader/confirmation_powerpc_pasemi	note	d-i
    nobootloader/mounterr	error	d-i
    openssh-server/password-authentication	boolean	d-i openssh-server
    openssh-server/permit-root-login	boolean	d-i openssh-server
    partman-auto-crypto/erase_disks	boolean	d-i
    partman-auto-lvm/bad_guided_size	error	d-i
    partman-auto-lvm/big_guided_size	error	d-i
    partman-auto-lvm/guided_size	string	d-i
    partman-auto-lvm/new_vg_name	string	d-i
    partman-auto-lvm/new_vg_name_exists	string	d-i
    partman-auto-lvm/no_boot	boolean	d-i
    partman-auto-lvm/no_pv_in_vg	error	d-i
    partman-auto-lvm/no_such_pv	error	d-i
    partman-auto-lvm/small_guided_size	error	d-i
    partman-auto-lvm/unusable_recipe	error	d-i
    partman-auto-lvm/vg_create_error	error	d-i
    partman-auto-lvm/vg_exists	error	d-i
    partman-auto-raid/error	error	d-i
    partman-auto-raid/notenoughparts	error	d-i
    partman-auto-raid/raidnum	string	d-i
    partman-auto-raid/recipe	string	d-i
    partman-auto/automatically_partition	select	d-i
    partman-auto/autopartitioning_failed	error	d-i
    partman-auto/cap-ram	string	d-i
    partman-auto/choose_recipe	select	d-i
    partman-auto/disk	string	d-i
    partman-auto/expert_recipe	string	d-i
    partman-auto/expert_recipe_file	string	d-i
    partman-auto/help	note	d-i
    partman-auto/init_automatically_partition	select	d-i
    partman-auto/method	string	d-i
    partman-auto/no_recipe	error	d-i
    partman-auto/select_disk	select	d-i
    partman-auto/unusable_space	error	d-i
    partman-base/devicelocked	error	d-i
    partman-base/partlocked	error	d-i
    partman-basicfilesystems/bad_mountpoint	error	d-i
    partman-basicfilesystems/boot_not_ext2	boolean	d-i
    partman-basicfilesystems/boot_not_first_partition	boolean	d-i
    partman-basicfilesystems/check_failed	boolean	d-i
    partman-basicfilesystems/choose_label	string	d-i
    partman-basicfilesystems/create_failed	error	d-i
    partman-basicfilesystems/create_swap_failed	error	d-i
    partman-basicfilesystems/fat_mountpoint	select	d-i	/dos, /windows, Enter manually, Do not mount it
    partman-basicfilesystems/mountoptions	multiselect	d-i
    partman-basicfilesystems/mountpoint	select	d-i	/ - the root file system, /boot - static files of the boot loader, /home - user home directories, /tmp - temporary files (default: tmpfs), /usr - static data, /var - variable data, /srv - data for services provided by this system, /opt - add-on application software packages, /usr/local - local hierarchy, Enter manually, Do not mount it
    partman-basicfilesystems/mountpoint_manual	string	d-i
    partman-basicfilesystems/no_mount_point	boolean	d-i
    partman-basicfilesystems/no_swap	boolean	d-i
    partman-basicfilesystems/posix_filesystem_required	error	d-i
    partman-basicfilesystems/progress_checking	text	d-i
    partman-basicfilesystems/progress_formatting	text	d-i
    partman-basicfilesystems/progress_formatting_mountable	text	d-i
    partman-basicfilesystems/progress_swap_checking	text	d-i
    partman-basicfilesystems/progress_swap_formatting	text	d-i
    partman-basicfilesystems/specify_reserved	string	d-i
    partman-basicfilesystems/specify_usage	select	d-i
    partman-basicfilesystems/swap_check_failed	boolean	d-i
    partman-basicmethods/method_only	boolean	d-i
    partman-btrfs/btrfs_boot	error	d-i
    partman-btrfs/btrfs_root	error	d-i
    partman-cros/no_cros	boolean	d-i
    partman-crypto/cipher	select	d-i
    partman-crypto/commit_failed	error	d-i
    partman-crypto/confirm	boolean	d-i
    partman-crypto/confirm_nochanges	boolean	d-i
    partman-crypto/create/nosel	error	d-i
    partman-crypto/create/partitions	multiselect	d-i
    partman-crypto/crypto_boot_not_possible	error	d-i
    partman-crypto/crypto_erase_failed	error	d-i
    partman-crypto/crypto_root_needs_boot	boolean	d-i
    partman-crypto/crypto_type	select	d-i
    partman-crypto/crypto_type/dm-crypt	text	d-i
    partman-crypto/crypto_type/opal	text	d-i
    partman-crypto/crypto_warn_erase	boolean	d-i
    partman-crypto/entropy	entropy	d-i
    partman-crypto/entropy-success	text	d-i
    partman-crypto/init_failed	error	d-i
    partman-crypto/install_udebs_failure	error	d-i
    partman-crypto/install_udebs_low_mem	boolean	d-i
    partman-crypto/ivalgorithm	select	d-i
    partman-crypto/keyfile-problem	error	d-i
    partman-crypto/keyhash	select	d-i
    partman-crypto/keysize	select	d-i
    partman-crypto/keytype	select	d-i
    partman-crypto/mainmenu	select	d-i	create, finish
    partman-crypto/module_package_missing	error	d-i
    partman-crypto/nested_opal	select	d-i
    partman-crypto/nothing_to_setup	note	d-i
    partman-crypto/opal-admin-password	password	d-i
    partman-crypto/opal-admin-password-again	password	d-i
    partman-crypto/opal-admin-password-empty	error	d-i
    partman-crypto/opal-admin-password-mismatch	error	d-i
    partman-crypto/opal-psid	password	d-i
    partman-crypto/opal-psid-again	password	d-i
    partman-crypto/opal-psid-empty	error	d-i
    partman-crypto/opal-psid-mismatch	error	d-i
    partman-crypto/options_missing	error	d-i
    partman-crypto/passphrase	password	d-i
    partman-crypto/passphrase-again	password	d-i
    partman-crypto/passphrase-empty	error	d-i
    partman-crypto/passphrase-mismatch	error	d-i
    partman-crypto/plain_erase_failed	error	d-i
    partman-crypto/plain_warn_erase	boolean	d-i
    partman-crypto/tools_missing	note	d-i
    partman-crypto/unsafe_swap	error	d-i
    partman-crypto/use_random_for_nonswap	boolean	d-i
    partman-crypto/weak_passphrase	boolean	d-i
    partman-efi/no_efi	boolean	d-i
    partman-efi/non_efi_system	boolean	d-i
    partman-efi/too_small_efi	error	d-i
    partman-ext3/bad_alignment	boolean	d-i
    partman-ext3/boot_not_bootable	boolean	d-i
    partman-ext3/boot_not_ext2_or_ext3	boolean	d-i
    partman-iscsi/login/address	string	d-i
    partman-iscsi/login/all_targets	boolean	d-i
    partman-iscsi/login/empty_password	error	d-i
    partman-iscsi/login/failed	error	d-i
    partman-iscsi/login/incoming_password	password	d-i
    partman-iscsi/login/incoming_username	string	d-i
    partman-iscsi/login/no_targets	error	d-i
    partman-iscsi/login/password	password	d-i
    partman-iscsi/login/targets	multiselect	d-i
    partman-iscsi/login/username	string	d-i
    partman-iscsi/mainmenu	select	d-i	login, finish
    partman-lvm/badnamegiven	error	d-i
    partman-lvm/commit_failed	error	d-i
    partman-lvm/confirm	boolean	d-i
    partman-lvm/confirm_nochanges	boolean	d-i
    partman-lvm/device_remove_lvm	boolean	d-i
    partman-lvm/device_remove_lvm_span	error	d-i
    partman-lvm/displayall	note	d-i
    partman-lvm/help	note	d-i
    partman-lvm/lvcreate_error	error	d-i
    partman-lvm/lvcreate_exists	error	d-i
    partman-lvm/lvcreate_name	string	d-i
    partman-lvm/lvcreate_nofreevg	error	d-i
    partman-lvm/lvcreate_nonamegiven	error	d-i
    partman-lvm/lvcreate_size	string	d-i
    partman-lvm/lvcreate_vgnames	select	d-i
    partman-lvm/lvdelete_error	error	d-i
    partman-lvm/lvdelete_lvnames	select	d-i
    partman-lvm/lvdelete_nolv	error	d-i
    partman-lvm/mainmenu	select	d-i
    partman-lvm/menu/createlv	text	d-i
    partman-lvm/menu/createvg	text	d-i
    partman-lvm/menu/deletelv	text	d-i
    partman-lvm/menu/deletevg	text	d-i
    partman-lvm/menu/display	text	d-i
    partman-lvm/menu/extendvg	text	d-i
    partman-lvm/menu/finish	text	d-i
    partman-lvm/menu/reducevg	text	d-i
    partman-lvm/nolvm	error	d-i
    partman-lvm/nopartitions	error	d-i
    partman-lvm/pvcreate_error	error	d-i
    partman-lvm/vgcreate_devnameused	error	d-i
    partman-lvm/vgcreate_error	error	d-i
    partman-lvm/vgcreate_name	string	d-i
    partman-lvm/vgcreate_nameused	error	d-i
    partman-lvm/vgcreate_nonamegiven	error	d-i
    partman-lvm/vgcreate_nosel	error	d-i
    partman-lvm/vgcreate_parts	multiselect	d-i
    partman-lvm/vgdelete_confirm	boolean	d-i
    partman-lvm/vgdelete_error	error	d-i
    partman-lvm/vgdelete_names	select	d-i
    partman-lvm/vgdelete_novg	error	d-i
    partman-lvm/vgextend_error	error	d-i
    partman-lvm/vgextend_names	select	d-i
    partman-lvm/vgextend_nosel	error	d-i
    partman-lvm/vgextend_novg	error	d-i
    partman-lvm/vgextend_parts	multiselect	d-i
    partman-lvm/vgreduce_error	error	d-i
    partman-lvm/vgreduce_names	select	d-i
    partman-lvm/vgreduce_nosel	error	d-i
    partman-lvm/vgreduce_novg	error	d-i
    partman-lvm/vgreduce_parts	multiselect	d-i
    partman-md/commit_failed	error	d-i
    partman-md/confirm	boolean	d-i
    partman-md/confirm_nochanges	boolean	d-i
    partman-md/createmain	select	d-i	RAID0, RAID1, RAID5, RAID6, RAID10
    partman-md/delete_no_md	error	d-i
    partman-md/deletefailed	error	d-i
    partman-md/deletemenu	select	d-i
    partman-md/deleteverify	boolean	d-i
    partman-md/device_remove_md	boolean	d-i
    partman-md/mainmenu	select	d-i	create, delete, finish
    partman-md/nomd	error	d-i
    partman-md/noparts	error	d-i
    partman-md/notenoughparts	error	d-i
    partman-md/raid0devs	multiselect	d-i
    partman-md/raid10layout	string	d-i
    partman-md/raiddevcount	string	d-i
    partman-md/raiddevs	multiselect	d-i
    partman-md/raidsparecount	string	d-i
    partman-md/raidsparedevs	multiselect	d-i
    partman-nbd/device	select	d-i
    partman-nbd/error/noconnected	error	d-i
    partman-nbd/error/nodev	error	d-i
    partman-nbd/error/noserver	error	d-i
    partman-nbd/mainmenu	select	d-i	connect, disconnect, finish
    partman-nbd/menu/connect	text	d-i
    partman-nbd/menu/disconnect	text	d-i
    partman-nbd/menu/finish	text	d-i
    partman-nbd/name	string	d-i
    partman-nbd/server	string	d-i
    partman-partitioning/bad_new_partition_size	error	d-i
    partman-partitioning/bad_new_size	error	d-i
    partman-partitioning/big_new_size	error	d-i
    partman-partitioning/bootable_logical	boolean	d-i
    partman-partitioning/choose_label	select	d-i
    partman-partitioning/confirm_new_label	boolean	d-i
    partman-partitioning/confirm_resize	boolean	d-i
    partman-partitioning/confirm_write_new_label	boolean	d-i
    partman-partitioning/default_label	string	d-i
    partman-partitioning/impossible_resize	error	d-i
    partman-partitioning/new_partition_place	select	d-i	Beginning, End
    partman-partitioning/new_partition_size	string	d-i
    partman-partitioning/new_partition_type	select	d-i	Primary, Logical
    partman-partitioning/new_size	string	d-i
    partman-partitioning/new_size_commit_failed	error	d-i
    partman-partitioning/new_state	text	d-i
    partman-partitioning/progress_resizing	text	d-i
    partman-partitioning/set_flags	multiselect	d-i
    partman-partitioning/set_name	string	d-i
    partman-partitioning/small_new_size	error	d-i
    partman-partitioning/unknown_label	boolean	d-i
    partman-partitioning/unsupported_label	boolean	d-i
    partman-target/arch_help/i386/generic	text	d-i
    partman-target/arch_help/powerpc/powermac_newworld	text	d-i
    partman-target/choose_method	select	d-i
    partman-target/help	note	d-i
    partman-target/mount_failed	boolean	d-i
    partman-target/must_be_on_root	error	d-i
    partman-target/no_root	error	d-i
    partman-target/same_label	error	d-i
    partman-target/same_mountpoint	error	d-i
    partman/active_partition	select	d-i
    partman/alignment	select	d-i	cylinder, minimal, optimal
    partman/boot_not_first_partition	boolean	d-i
    partman/choose_partition	select	d-i
    partman/confirm	boolean	d-i
    partman/confirm_nochanges	boolean	d-i
    partman/confirm_nooverwrite	boolean	d-i
    partman/default_filesystem	string	d-i
    partman/early_command	string	d-i
    partman/exception_handler	select	d-i
    partman/exception_handler_note	note	d-i
    partman/free_space	select	d-i
    partman/mount_style	select	d-i	traditional, label, uuid
    partman/show_free_chs	note	d-i
    partman/show_partition_chs	note	d-i
    partman/storage_device	select	d-i
    passwd/make-user	boolean	d-i
    passwd/root-login	boolean	d-i
    passwd/root-password	password	d-i
    passwd/root-password-again	password	d-i
    passwd/root-password-crypted	password	d-i
    passwd/user-default-groups	string	d-i
    passwd/user-fullname	string	d-i
    passwd/user-password	password	d-i
    passwd/user-password-again	password	d-i
    passwd/user-password-crypted	password	d-i
    passwd/user-uid	string	d-i
    passwd/username	string	d-i
    passwd/username-bad	error	d-i
    passwd/username-reserved	error	d-i
    pkgsel/include	string	d-i
    pkgsel/run_tasksel	boolean	d-i
    pkgsel/update-policy	select	d-i	none, unattended-upgrades
    pkgsel/updatedb	boolean	d-i
    pkgsel/upgrade	select	d-i	none, safe-upgrade, full-upgrade
    popularity-contest/participate	boolean	popularity-contest
    popularity-contest/submiturls	string	popularity-contest
    postfix/bad_recipient_delimiter	error	postfix
    postfix/chattr	boolean	postfix
    postfix/destinations	string	postfix
    postfix/mailbox_limit	string	postfix
    postfix/mailname	string	postfix
    postfix/main_mailer_type	select	postfix	No configuration, Internet Site, Internet with smarthost, Satellite system, Local only
    postfix/mynetworks	string	postfix
    postfix/newaliases	boolean	postfix
    postfix/not_configured	error	postfix
    postfix/procmail	boolean	postfix
    postfix/protocols	select	postfix	all, ipv6, ipv4
    postfix/recipient_delim	string	postfix
    postfix/relayhost	string	postfix
    postfix/rfc1035_violation	boolean	postfix
    postfix/root_address	string	postfix
    ppp/detect_failed	error	d-i
    ppp/detect_progress	text	d-i
    ppp/interface	string	d-i
    ppp/no_concentrators	error	d-i
    ppp/password	password	d-i
    ppp/please_wait	text	d-i
    ppp/unhandled	error	d-i
    ppp/username	string	d-i
    ppp/wrong_login	error	d-i
    preseed/boot_command	string	d-i
    preseed/checksum_error	error	d-i
    preseed/command_failed	error	d-i
    preseed/early_command	string	d-i
    preseed/file	string	d-i
    preseed/file/checksum	string	d-i
    preseed/include	string	d-i
    preseed/include/checksum	string	d-i
    preseed/include_command	string	d-i
    preseed/interactive	boolean	d-i
    preseed/late_command	string	d-i
    preseed/load_error	error	d-i
    preseed/retrieve_error	error	d-i
    preseed/run	string	d-i
    preseed/run/checksum	string	d-i
    preseed/url	string	d-i
    preseed/url/checksum	string	d-i
    rescue/assemble-raid	multiselect	d-i
    rescue/enable	boolean	d-i
    rescue/initrd-shell/intro	text	d-i
    rescue/initrd-shell/intro/no-target	text	d-i
    rescue/menu	select	d-i
    rescue/menu-error	error	d-i
    rescue/menu/change-root	text	d-i
    rescue/menu/grub-efi-force-removable	text	d-i
    rescue/menu/grub-reinstall	text	d-i
    rescue/menu/initrd-shell	text	d-i
    rescue/menu/reboot	text	d-i
    rescue/menu/shell	text	d-i
    rescue/mount-failed	error	d-i
    rescue/no-partitions	text	d-i
    rescue/no-such-device	error	d-i
    rescue/passphrase	password	d-i
    rescue/root	select	d-i
    rescue/separate-fs	boolean	d-i
    rescue/shell/intro	text	d-i
    rescue/shell/not-found	error	d-i
    rescue/shell/run-failed	error	d-i
    retriever/cdrom/error	boolean	d-i
    retriever/media/error	text	d-i
    retriever/media/loadanother	boolean	d-i
    retriever/media/loadnow	boolean	d-i
    retriever/media/unknown	boolean	d-i
    retriever/media/warning	text	d-i
    retriever/net/error	select	d-i	Retry, Change mirror, Cancel
    save-logs/bad_directory	error	d-i
    save-logs/directory	string	d-i
    save-logs/floppy_mount_failed	error	d-i
    save-logs/httpd_running	note	d-i
    save-logs/insert_floppy	note	d-i
    save-logs/menu	select	d-i	serve over network, mounted file system, floppy
    save-logs/no_network	note	d-i
    shared/ask_device	select	d-i
    shared/enter_device	string	d-i
    systemd-boot-installer/skip	boolean	d-i
    systemd-boot-installer/tries	select	d-i	0, 1, 2, 3, 4, 5
    tasksel/desktop	multiselect	tasksel	gnome, kde, xfce, lxde, gnome-flashback, cinnamon, mate, lxqt
    tasksel/first	multiselect	tasksel
    tasksel/tasks	multiselect	tasksel
    time/zone	select	d-i
    tzdata/Areas	select	tzdata	Africa, America, Antarctica, Arctic, Asia, Atlantic, Australia, Europe, Indian, Pacific, US, Etc
    tzdata/Zones/Africa	select	tzdata	Abidjan, Accra, Addis_Ababa, Algiers, Asmara, Bamako, Bangui, Banjul, Bissau, Blantyre, Brazzaville, Bujumbura, Cairo, Casablanca, Ceuta, Conakry, Dakar, Dar_es_Salaam, Djibouti, Douala, El_Aaiun, Freetown, Gaborone, Harare, Johannesburg, Juba, Kampala, Khartoum, Kigali, Kinshasa, Lagos, Libreville, Lome, Luanda, Lubumbashi, Lusaka, Malabo, Maputo, Maseru, Mbabane, Mogadishu, Monrovia, Nairobi, Ndjamena, Niamey, Nouakchott, Ouagadougou, Porto-Novo, Sao_Tome, Timbuktu, Tripoli, Tunis, Windhoek
    tzdata/Zones/America	select	tzdata	Adak, Anchorage, Anguilla, Antigua, Araguaina, Argentina/Buenos_Aires, Argentina/Catamarca, Argentina/Cordoba, Argentina/Jujuy, Argentina/La_Rioja, Argentina/Mendoza, Argentina/Rio_Gallegos, Argentina/Salta, Argentina/San_Juan, Argentina/San_Luis, Argentina/Tucuman, Argentina/Ushuaia, Aruba, Asuncion, Atikokan, Atka, Bahia, Bahia_Banderas, Barbados, Belem, Belize, Blanc-Sablon, Boa_Vista, Bogota, Boise, Cambridge_Bay, Campo_Grande, Cancun, Caracas, Cayenne, Cayman, Chicago, Chihuahua, Ciudad_Juarez, Coral_Harbour, Costa_Rica, Coyhaique, Creston, Cuiaba, Curacao, Danmarkshavn, Dawson, Dawson_Creek, Denver, Detroit, Dominica, Edmonton, Eirunepe, El_Salvador, Ensenada, Fort_Nelson, Fortaleza, Glace_Bay, Godthab, Goose_Bay, Grand_Turk, Grenada, Guadeloupe, Guatemala, Guayaquil, Guyana, Halifax, Havana, Hermosillo, Indiana/Indianapolis, Indiana/Knox, Indiana/Marengo, Indiana/Petersburg, Indiana/Tell_City, Indiana/Vevay, Indiana/Vincennes, Indiana/Winamac, Inuvik, Iqaluit, Jamaica, Juneau, Kentucky/Louisville, Kentucky/Monticello, Kralendijk, La_Paz, Lima, Los_Angeles, Lower_Princes, Maceio, Managua, Manaus, Marigot, Martinique, Matamoros, Mazatlan, Menominee, Merida, Metlakatla, Mexico_City, Miquelon, Moncton, Monterrey, Montevideo, Montreal, Montserrat, Nassau, New_York, Nipigon, Nome, Noronha, North_Dakota/Beulah, North_Dakota/Center, North_Dakota/New_Salem, Nuuk, Ojinaga, Panama, Pangnirtung, Paramaribo, Phoenix, Port-au-Prince, Port_of_Spain, Porto_Acre, Porto_Velho, Puerto_Rico, Punta_Arenas, Rainy_River, Rankin_Inlet, Recife, Regina, Resolute, Rio_Branco, Santa_Isabel, Santarem, Santiago, Santo_Domingo, Sao_Paulo, Scoresbysund, Shiprock, Sitka, St_Barthelemy, St_Johns, St_Kitts, St_Lucia, St_Thomas, St_Vincent, Swift_Current, Tegucigalpa, Thule, Thunder_Bay, Tijuana, Toronto, Tortola, Vancouver, Virgin, Whitehorse, Winnipeg, Yakutat, Yellowknife
    tzdata/Zones/Antarctica	select	tzdata	Casey, Davis, DumontDUrville, Macquarie, Mawson, McMurdo, Palmer, Rothera, Syowa, Troll, Vostok
    tzdata/Zones/Arctic	select	tzdata
    tzdata/Zones/Asia	select	tzdata	Aden, Almaty, Amman, Anadyr, Aqtau, Aqtobe, Ashgabat, Atyrau, Baghdad, Bahrain, Baku, Bangkok, Barnaul, Beirut, Bishkek, Brunei, Chita, Choibalsan, Chongqing, Colombo, Damascus, Dhaka, Dili, Dubai, Dushanbe, Famagusta, Gaza, Harbin, Hebron, Ho_Chi_Minh, Hong_Kong, Hovd, Irkutsk, Istanbul, Jakarta, Jayapura, Jerusalem, Kabul, Kamchatka, Karachi, Kashgar, Kathmandu, Khandyga, Kolkata, Krasnoyarsk, Kuala_Lumpur, Kuching, Kuwait, Macau, Magadan, Makassar, Manila, Muscat, Nicosia, Novokuznetsk, Novosibirsk, Omsk, Oral, Phnom_Penh, Pontianak, Pyongyang, Qatar, Qostanay, Qyzylorda, Riyadh, Sakhalin, Samarkand, Seoul, Shanghai, Singapore, Srednekolymsk, Taipei, Tashkent, Tbilisi, Tehran, Tel_Aviv, Thimphu, Tokyo, Tomsk, Ulaanbaatar, Urumqi, Ust-Nera, Vientiane, Vladivostok, Yakutsk, Yangon, Yekaterinburg, Yerevan
    tzdata/Zones/Atlantic	select	tzdata	Azores, Bermuda, Canary, Cape_Verde, Faroe, Jan_Mayen, Madeira, Reykjavik, South_Georgia, St_Helena, Stanley
    tzdata/Zones/Australia	select	tzdata	Adelaide, Brisbane, Broken_Hill, Canberra, Currie, Darwin, Eucla, Hobart, Lindeman, Lord_Howe, Melbourne, Perth, Sydney, Yancowinna
    tzdata/Zones/Etc	select	tzdata	GMT, GMT0, GMT+0, GMT+1, GMT+2, GMT+3, GMT+4, GMT+5, GMT+6, GMT+7, GMT+8, GMT+9, GMT+10, GMT+11, GMT+12, GMT-0, GMT-1, GMT-2, GMT-3, GMT-4, GMT-5, GMT-6, GMT-7, GMT-8, GMT-9, GMT-10, GMT-11, GMT-12, GMT-13, GMT-14, Greenwich, UCT, UTC, Universal, Zulu
    tzdata/Zones/Europe	select	tzdata	Amsterdam, Andorra, Astrakhan, Athens, Belfast, Belgrade, Berlin, Bratislava, Brussels, Bucharest, Budapest, Busingen, Chisinau, Copenhagen, Dublin, Gibraltar, Guernsey, Helsinki, Isle_of_Man, Istanbul, Jersey, Kaliningrad, Kirov, Kyiv, Lisbon, Ljubljana, London, Luxembourg, Madrid, Malta, Mariehamn, Minsk, Monaco, Moscow, Nicosia, Oslo, Paris, Podgorica, Prague, Riga, Rome, Samara, San_Marino, Sarajevo, Saratov, Simferopol, Skopje, Sofia, Stockholm, Tallinn, Tirane, Tiraspol, Ulyanovsk, Vaduz, Vatican, Vienna, Vilnius, Volgograd, Warsaw, Zagreb, Zurich
    tzdata/Zones/Indian	select	tzdata	Antananarivo, Chagos, Christmas, Cocos, Comoro, Kerguelen, Mahe, Maldives, Mauritius, Mayotte, Reunion
    tzdata/Zones/Pacific	select	tzdata	Apia, Auckland, Bougainville, Chatham, Chuuk, Easter, Efate, Fakaofo, Fiji, Funafuti, Galapagos, Gambier, Guadalcanal, Guam, Honolulu, Johnston, Kanton, Kiritimati, Kosrae, Kwajalein, Majuro, Marquesas, Midway, Nauru, Niue, Norfolk, Noumea, Pago_Pago, Palau, Pitcairn, Pohnpei, Port_Moresby, Rarotonga, Saipan, Samoa, Tahiti, Tarawa, Tongatapu, Wake, Wallis, Yap
    tzdata/Zones/US	select	tzdata	Alaska, Aleutian, Arizona, Central, Eastern, Hawaii, Indiana-Starke, Michigan, Mountain, Pacific, Samoa
    tzsetup/country/AQ	select	d-i	Antarctica/McMurdo, Antarctica/Rothera, Antarctica/Palmer, Antarctica/Mawson, Antarctica/Davis, Antarctica/Casey, Antarctica/Vostok, Antarctica/DumontDUrville, Antarctica/Syowa
    tzsetup/country/AU	select	d-i	Australia/Canberra, Australia/Sydney, Australia/Melbourne, Australia/Darwin, Australia/Brisbane, Australia/Adelaide, Australia/Hobart, Australia/Perth, Australia/Eucla, Australia/Yancowinna, Australia/Lord_Howe
    tzsetup/country/BR	select	d-i	America/Rio_Branco, America/Maceio, America/Manaus, America/Belem, America/Bahia, America/Fortaleza, America/Sao_Paulo, America/Sao_Paulo, America/Noronha, America/Sao_Paulo, America/Fortaleza, America/Sao_Paulo, America/Campo_Grande, America/Cuiaba, America/Belem, America/Fortaleza, America/Recife, America/Fortaleza, America/Sao_Paulo, America/Sao_Paulo, America/Fortaleza, America/Porto_Velho, America/Boa_Vista, America/Sao_Paulo, America/Sao_Paulo, America/Maceio, America/Sao_Paulo, America/Araguaina
    tzsetup/country/CA	select	d-i	America/St_Johns, America/Halifax, America/Toronto, America/Winnipeg, Canada/East-Saskatchewan, America/Regina, America/Edmonton, America/Vancouver
    tzsetup/country/CD	select	d-i	Africa/Kinshasa, Africa/Lubumbashi
    tzsetup/country/CL	select	d-i	America/Santiago, Pacific/Easter
    tzsetup/country/CY	select	d-i	Asia/Nicosia, Asia/Famagusta
    tzsetup/country/EC	select	d-i	America/Guayaquil, Pacific/Galapagos
    tzsetup/country/ES	select	d-i	Europe/Madrid, Africa/Ceuta, Atlantic/Canary
    tzsetup/country/FM	select	d-i	Pacific/Yap, Pacific/Chuuk, Pacific/Pohnpei, Pacific/Kosrae
    tzsetup/country/GL	select	d-i	America/Nuuk, America/Danmarkshavn, America/Scoresbysund, America/Thule
    tzsetup/country/ID	select	d-i	Asia/Jakarta, Asia/Makassar, Asia/Jayapura
    tzsetup/country/KI	select	d-i	Pacific/Tarawa, Pacific/Kanton, Pacific/Kiritimati
    tzsetup/country/KZ	select	d-i	Asia/Almaty, Asia/Qyzylorda, Asia/Aqtobe, Asia/Aqtau, Asia/Oral
    tzsetup/country/MN	select	d-i	Asia/Ulaanbaatar, Asia/Hovd
    tzsetup/country/MX	select	d-i	America/Tijuana, America/Mazatlan, Mexico/Hermosillo, America/Mexico_City, Mexico/Cancun
    tzsetup/country/NZ	select	d-i	Pacific/Auckland, Pacific/Chatham
    tzsetup/country/PF	select	d-i	Pacific/Tahiti, Pacific/Marquesas, Pacific/Gambier
    tzsetup/country/PG	select	d-i	Pacific/Port_Moresby, Pacific/Bougainville
    tzsetup/country/PT	select	d-i	Europe/Lisbon, Atlantic/Madeira, Atlantic/Azores
    tzsetup/country/RU	select	d-i	Europe/Kaliningrad, Europe/Moscow, Europe/Samara, Asia/Yekaterinburg, Asia/Omsk, Asia/Krasnoyarsk, Asia/Irkutsk, Asia/Yakutsk, Asia/Vladivostok, Asia/Magadan, Asia/Kamchatka
    tzsetup/country/UM	select	d-i	Pacific/Johnston, Pacific/Midway, Pacific/Wake
    tzsetup/country/US	select	d-i	America/New_York, America/Chicago, America/Denver, America/Los_Angeles, America/Anchorage, Pacific/Honolulu, America/Phoenix, America/Indiana/Indianapolis, Pacific/Pago_Pago
    tzsetup/descriptions/city	text	d-i
    tzsetup/descriptions/location	text	d-i
    tzsetup/descriptions/state	text	d-i
    tzsetup/descriptions/zone	text	d-i
    unattended-upgrades/enable_auto_updates	boolean	unattended-upgrades
    user-setup/password-empty	error	d-i
    user-setup/password-mismatch	error	d-i
    wide-dhcpv6-client/interfaces	string	d-i
    wide-dhcpv6-relay/interfaces	string	d-i
    wide-dhcpv6-server/config_warn	note	d-i
    wide-dhcpv6-server/interfaces	string	d-i
    """#
}
