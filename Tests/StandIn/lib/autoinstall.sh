# subiquity's autoinstall: the storage config, as curtin's storage documentation has it, in YAML's block style. Sizes are
# bytes, and all of them known but that of a volume that takes the rest (-1).

layout_from_autoinstall() {
  awk '
    function bare(text) { gsub(/["\047]/, "", text); return text }
    { indent = match($0, /[^ ]/) - 1 }
    $1 == "config:" { inside = 1; deepest = indent; next }
    inside && indent <= deepest { inside = 0 }
    !inside { next }
    # An action; an element of one of its lists has no key.
    $1 == "-" && $2 ~ /:$/ { action++; sub(/- /, "  ") }
    $1 == "-" { devices[action] = devices[action] " " bare($2); next }
    { value[action, substr($1, 1, length($1) - 1)] = bare($2) }
    function get(number, key) { return value[number, key] }
    function use(id) {
      if (id in group) return "pv " group[id]
      if (format[id] == "swap") return "swap"
      if (format[id] == "" || mount[id] == "") return "boot"
      return "fs " (format[id] == "fat32" ? "vfat" : format[id]) " " mount[id]
    }
    END {
      for (i = 1; i <= action; i++) {
        type = get(i, "type"); id = get(i, "id")
        if (type == "disk") disk[id] = substr(get(i, "path"), 6)
        if (type == "format") { format[get(i, "volume")] = get(i, "fstype"); made[id] = get(i, "volume") }
        if (type == "mount") mount[made[get(i, "device")]] = get(i, "path")
        if (type == "lvm_volgroup") {
          name[id] = get(i, "name")
          count = split(devices[i], members, " ")
          for (m = 1; m <= count; m++) group[members[m]] = name[id]
        }
      }
      for (i = 1; i <= action; i++) {
        type = get(i, "type"); id = get(i, "id"); size = int(get(i, "size") / 1048576)
        label = get(i, "ptable") == "msdos" ? "mbr" : get(i, "ptable")
        if (type == "disk") print "disk", disk[id], label
        if (type == "partition") print "part", disk[get(i, "device")], size, "fixed", use(id)
        if (type == "lvm_partition")
          print "volume", name[get(i, "volgroup")], get(i, "name"), size, get(i, "size") < 0 ? "grow" : "fixed", use(id)
        if (type == "raid" || type == "bcache") print "part", id, 0, "fixed", type
      }
    }' /run/answers >/run/layout
}
