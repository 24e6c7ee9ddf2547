extension FailureCause {
  /// What to try, where nothing more particular is known; `NAME` stands for the appliance's.
  public var advice: String {
    switch self {
    case .answersNeverFetched:
      "see on the screenshot how far it booted; the machine needs a network card that it knows"
    case .silent, .stuck:
      "see the screenshot and the end of the serial log; where the host is merely slow, raise timeouts.silence"
    case .asksQuestion: "answer the question in the recipe's install settings or in its partial answer file"
    case .tooLong: "raise --install-limit or the site's timeouts.install where the host or the mirror is slow"
    case .phaseFailed: "read the end of the installer's log"
    case .answerFileError: "'kiln answers NAME --origins' shows each line with the file it comes from"
    case .guestPanicked, .guestHung: "try once more; then try --accelerator tcg, or other media"
    case .guestDied:
      "QEMU was killed (out of memory?) or crashed: 'journalctl -k' and 'kiln doctor' tell more"
    case .guestRestarted, .guestPoweredOff:
      "something in the answer file ends the installer: look for reboot or poweroff"
    case .bootFailed: "check that the recipe's kernel, initrd and media are of one release"
    case .noSpace:
      "make the disk under hardware.disks, or the file system that is full, larger (of an image that is taken over, only the"
        + " last partition grows with the disk: 'kiln log NAME' says if it could not); or install less"
    case .diskTooSmall: "make hardware.disks[].size larger, or the partitions of install.storage smaller"
    case .noDisk: "check that install.storage names the disks of hardware.disks"
    case .lowMemory: "raise installer.memory"
    case .noNetwork: "the installer has no driver for the network card, or no DHCP answered: try other media"
    case .noKernelModules:
      "installer and mirror are of different point releases: try another mirror, or newer media"
    case .packageNotFound: "check the name of the package, and that the release and its components have it"
    case .mirrorUnreachable: "check the mirror with 'kiln doctor'; --set install.mirror=URL takes another one"
    case .bootLoaderFailed: "check that install.storage suits hardware.firmware"
    case .wrongArchitecture: "build it on a host of that architecture, or name media for this one"
    case .scriptFailed: "read the step's last lines; 'kiln log NAME' has all of them"
    case .scriptTimedOut: "does it wait for input or for a service? else raise the site's timeouts.script"
    case .packagesUnsound:
      "a script went on after a package failed ('|| true', '--force'): let it fail, or repair it with 'dpkg --configure -a'"
    case .secretMissing: "give the secret by the environment variable or the file that the recipe names"
    case .mediaMissing:
      "'kiln media list' tells what is missing, 'kiln media import' takes a file into the store"
    case .mediaUnreachable: "check the address and the proxy; 'kiln media fetch NAME' tries again"
    case .mirrorInconsistent:
      "the mirror is between two states: build again later, or name another mirror with --set install.mirror=URL"
    case .mediaDigest:
      "the file changed since the recipe was written: check with its maker, then correct the digest"
    case .mediaSignature: "check that the keyring is the archive's own and up to date; do not go on without"
    case .mediaMalformed: "the server sent something else than it should: try another mirror"
    case .imageUnusable: "correct the recipe, or name the image meant"
    case .offline: "run once without --offline, or 'kiln media fetch' where there is a network"
    case .hostDiskFull:
      "make space on this host ('kiln gc' and 'kiln media prune' free some), then build again"
    case .hostFile: "check the path, and the disk that it is on"
    case .noPermission:
      "let this user read or write it (chown, chmod, mount), or name another place, such as with --store or -o"
    case .needsRoot:
      "run it as root (sudo, or at night the unit kiln-nightly-root), or take another way to the root layer; 'kiln doctor'"
        + " says which ways need root"
    case .storeDamaged:
      "what is damaged was set aside and is built again next time; 'kiln store verify --all' reads every byte"
    case .programMissing: "install it; 'kiln doctor' tells what else is missing"
    case .programFailed: "read what it said"
    case .machineFailed: "'kiln doctor' tries whether this host can run virtual machines"
    case .libguestfsFailed: "'kiln doctor' tries libguestfs; LIBGUESTFS_DEBUG=1 makes it talk"
    case .inUse: "try again once the other process has ended"
    case .changedMeanwhile: "build again, and change nothing that a build needs while it runs"
    case .bootCheck:
      "see what failed in its tests.json, the end of the serial log and the screenshot; 'kiln run NAME' boots it, 'kiln test NAME' tests it again"
    case .residueFound:
      "let the step that left it there take it away, or allow it with a reason (residue.allow); 'kiln scan NAME' looks again"
    case .parentFailed: "see why that one failed; this one is built once it is there"
    case .unknown: "read the log"
    }
  }
}
