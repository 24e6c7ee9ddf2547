#!/bin/sh
# Lets the root partition and its file system grow to the disk at boot, with or without cloud-init's help.
set -eu
command -v growpart > /dev/null || { echo "growroot: the package with growpart (cloud-guest-utils) is not installed" >&2; exit 1; }

install -d /usr/local/lib/kiln
cat > /usr/local/lib/kiln/growroot <<'EOF'
#!/bin/sh
# A volume or an array is left as it is: it is no partition. Exit status 1 of growpart: nothing to grow.
set -eu
# Without the subvolume that btrfs has in brackets.
device=$(findmnt -vno SOURCE /)
name=${device##*/}
[ -e "/sys/class/block/$name/partition" ] || exit 0
disk=$(lsblk -dno PKNAME "$device")
[ -n "$disk" ] || exit 0
growpart "/dev/$disk" "$(cat "/sys/class/block/$name/partition")" || [ $? -eq 1 ]
case $(findmnt -no FSTYPE /) in
  ext4) resize2fs "$device" ;;
  xfs) xfs_growfs / ;;
  btrfs) btrfs filesystem resize max / ;;
esac
EOF
chmod 755 /usr/local/lib/kiln/growroot

cat > /etc/systemd/system/growroot.service <<'EOF'
[Unit]
Description=Grow the root partition and its file system to the disk
After=local-fs.target
ConditionVirtualization=!container

[Service]
Type=oneshot
ExecStart=/usr/local/lib/kiln/growroot
RemainAfterExit=yes

[Install]
WantedBy=multi-user.target
EOF
systemctl enable growroot.service
