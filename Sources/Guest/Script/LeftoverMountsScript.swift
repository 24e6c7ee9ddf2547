/// Shell functions for ``CommandWrapper`` that undo what a script leaves in the appliance's kernel, where it would hold the
/// image's file systems, or lead whatever cleans them to where nothing must be cleaned.
///
/// Mounts are told apart by device, root and mount point (proc(5), mountinfo), and by how many are alike in these, so that
/// one which was taken off and put back is no new one, and one over itself is. Whether they can be written to is noted apart.
enum LeftoverMountsScript {
  static let functions = #"""
    newline='
    '
    # dash's echo would read the escapes that mountinfo has.
    say() { printf '%s\n' "$1"; }
    mounts() {
      seen=
      while IFS=' ' read -r _ _ device root point _; do
        line="$device $root $point"
        while case $newline$seen in *"$newline$line$newline"*) ;; *) false ;; esac; do line="+$line"; done
        seen=$seen$line$newline
        say "$line"
      done </proc/self/mountinfo
    }
    # Either the mount (its options come first) or its file system (its options come last) may be read-only.
    modes() {
      while IFS=' ' read -r _ _ device root point options; do
        mode=rw
        case $options in ro | ro[,\ ]* | *\ ro | *\ ro,*) mode=ro ;; esac
        say "$mode $device $root $point"
      done </proc/self/mountinfo
    }
    swaps() { { read -r _; while IFS=' ' read -r file _; do say "$file"; done; } 2>/dev/null </proc/swaps; }
    maps() { for file in /sys/block/dm-*/dm/name; do [ ! -e "$file" ] || { read -r map <"$file" && say "$map"; }; done; }
    devices() { for file in /sys/block/$1*/$2; do [ ! -e "$file" ] || { file=${file#/sys/block/}; say "/dev/${file%%/*}"; }; done; }
    loops() { devices loop loop/backing_file; }
    arrays() { devices md md/array_state; }
    take_note() {
      mounts=$(mounts) modes=$(modes) swaps=$(swaps) maps=$(maps) loops=$(loops) arrays=$(arrays)
    }

    # The lines of $2 that are not among those of $1, last first.
    new() (
      IFS=$newline; set -f
      for line in $2; do
        case $newline$1$newline in *"$newline$line$newline"*) ;; *) list=$line$newline${list:-} ;; esac
      done
      say "${list:-}"
    )

    point() { printf '%b' "${1##* }"; }
    mounts_word() { say "unmounted '$(point "$1")', which $name left mounted"; }
    opposite() { case ${1%% *} in ro) say rw ;; *) say ro ;; esac; }
    modes_word() {
      case ${1%% *} in ro) was=writable is=read-only ;; *) was=read-only is=writable ;; esac
      say "made '$(point "$1")' $was again, which $name left $is"
    }
    swaps_word() { say "took swap space '$(point "$1")' out of use, which $name left in use"; }
    maps_word() { say "removed the device map '$1', which $name left"; }
    loops_word() { say "detached $1, which $name left attached"; }
    arrays_word() { say "stopped the array $1, which $name left running"; }
    mounts_undo() { umount "$(point "$1")" || { [ "$round" = last ] && umount -l "$(point "$1")"; }; }
    modes_undo() { mount -o "remount,$(opposite "$1")" "$(point "$1")"; }
    swaps_undo() { swapoff "$(point "$1")"; }
    maps_undo() { dmsetup remove "$1"; }
    loops_undo() { losetup -d "$1"; }
    arrays_undo() { mdadm --stop "$1"; }

    each_new() {
      eval "before=\$$1"
      items=$(new "$before" "$($1)")
      set -f; IFS=$newline
      for item in $items; do set +f; unset IFS; "$2" "$1" "$item"; done
      set +f; unset IFS
    }
    try_to_undo() {
      if "$1_undo" "$2" >/dev/null 2>&1; then say "kiln: $("$1_word" "$2")"; else kept=yes; fi
    }
    say_kept() { say "kiln: this could not be undone: $("$1_word" "$2")"; }
    # One may rest on another, so it takes rounds; a mount that stays in use is detached in the last. The modes of what was
    # there before are seen when nothing else is.
    undo() {
      kinds="swaps mounts maps arrays loops"
      for round in 1 2 3 4 last; do
        kept=
        for kind in $kinds; do each_new "$kind" try_to_undo; done
        [ "$kept" ] || break
      done
      if [ ! "$kept" ]; then kinds=modes; each_new modes try_to_undo; fi
      [ "$kept" ] || return 0
      for kind in $kinds; do each_new "$kind" say_kept; done
      return 1
    }
    lost() {
      IFS=$newline; set -f
      for item in $(new "$(mounts)" "$mounts"); do
        # Those that libguestfs made for the command alone.
        case $(point "$item") in /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) continue ;; esac
        say "kiln: $name unmounted '$(point "$item")', a file system of the image: mount it again in the script"
      done
      set +f; unset IFS
    }
    """#
}
