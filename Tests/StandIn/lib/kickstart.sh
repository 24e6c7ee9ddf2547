# Anaconda's kickstart: part, volgroup and logvol, as pykickstart documents them. Sizes are in MiB.

# The commands, without the sections.
commands() { awk '/^%end/ { inside = 0; next } /^%(packages|pre|post|onerror|traceback|addon)/ { inside = 1 } !inside' /run/answers; }

option() { # name, words…: its value, or "yes" for one without
  name=$1
  shift
  for word in "$@"; do
    case $word in
      "--$name="*) echo "${word#*=}" | tr -d '"'; return ;;
      "--$name") echo yes; return ;;
    esac
  done
}

first_disk() {
  disks=$(commands | sed -n 's/^ignoredisk .*--only-use=\([^ ]*\).*/\1/p')
  disk=${disks%%,*}
  echo "${disk:-vda}"
}

use_of() { # target, words…
  case $1 in
    /*) kind=$(option fstype "$@"); [ "$kind" != efi ] || kind=vfat; echo "fs ${kind:-ext4} $1" ;;
    swap) echo swap ;;
    pv.*) echo "pv $(commands | sed -n "s/^volgroup \([^ ]*\).* $1\b.*/\1/p")" ;;
    biosboot) echo boot ;;
    *) fail partitioning "the stand-in cannot make '$1'" ;;
  esac
}

layout_from_kickstart() {
  label=$(commands | grep '^clearpart ' | sed -n 's/.*--disklabel=\([a-z]*\).*/\1/p')
  commands | grep -E '^(part|partition|logvol) ' | while read -r command target options; do
    # shellcheck disable=SC2086
    set -- $options
    extent=fixed
    [ -z "$(option grow "$@")" ] || extent=grow
    size=$(option size "$@")
    use=$(use_of "$target" "$@")
    if [ "$command" = logvol ]; then
      echo "volume $(option vgname "$@") $(option name "$@") $size $extent $use"
    else
      disk=$(option ondisk "$@")
      echo "part ${disk:-$(first_disk)} $size $extent $use"
    fi
  done >/run/parts
  for disk in $(sed -n 's/^part \([^ ]*\) .*/\1/p' /run/parts | sort -u); do
    echo "disk $disk $(echo "${label:-mbr}" | sed s/msdos/mbr/)"
  done >/run/layout
  cat /run/parts >>/run/layout
}
