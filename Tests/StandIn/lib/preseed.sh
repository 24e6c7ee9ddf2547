# debian-installer's preseed: the recipe for the system disk, as partman-auto-recipe.txt documents it. What a hook of the
# answers lays out beyond that is the real installer's to run.

answer() { sed -n "s|^d-i $1 [a-z]* ||p" /run/answers | tail -n 1; }

# The answer with the lines that continue it.
recipe() {
  sed -e ':a' -e '/\\$/N; s/\\\n//; ta' /run/answers | sed -n 's|^d-i partman-auto/expert_recipe string ||p'
}

# MINIMUM PRIORITY MAXIMUM FILESYSTEM [KEY{ VALUE }]… . with sizes in units of 10^6 bytes.
layout_from_preseed() {
  disk=$(answer partman-auto/disk)
  disk=${disk##*/}
  label=$(answer partman-partitioning/default_label | sed s/msdos/mbr/)
  echo "disk ${disk:-vda} ${label:-mbr}" >/run/layout
  recipe | sed 's/^.*:: *//; s/ \. */\n/g' | awk -v "disk=${disk:-vda}" '
    NF < 4 { next }
    {
      mount = method = ""
      for (i = 4; i < NF; i++) {
        if ($i == "mountpoint{") mount = $(i + 1)
        if ($i == "method{") method = $(i + 1)
      }
      use = method == "swap" ? "swap" : method == "biosgrub" ? "boot" : method == "efi" ? "fs vfat /boot/efi" : \
        "fs " ($4 == "fat32" ? "vfat" : $4) " " mount
      print "part", disk, int($1 * 1000000 / 1048576), ($3 == -1 ? "grow" : "fixed"), use
    }' >>/run/layout
}
