import Testing

extension Malformed {
  /// Layouts that the disks, or their own parts, do not bear out.
  static let layouts: [Malformed] = [
    Malformed(
      "a disk that is not there",
      """
      install:
        storage:
          partitions: [{disk: dta, mount: /srv, filesystem: xfs, size: 1GiB}]

      """,
      "web.yaml:5:25: no disk is named 'dta'"),
    Malformed(
      "a volume group that is not there",
      """
      install:
        storage:
          partitions: [{volume_group: vg0, size: 1GiB}]

      """,
      "web.yaml:5:33: 'volume_groups' has no volume group 'vg0'"),
    Malformed(
      "a volume group on nothing",
      """
      install:
        storage:
          volume_groups: [{name: vg0, volumes: [{name: srv, mount: /srv, filesystem: xfs, size: 1GiB}]}]

      """,
      "web.yaml:5:21: volume group 'vg0' has no partition"),
    Malformed(
      "an array of one",
      """
      install:
        storage:
          partitions: [{member_of: md0, size: 1GiB}]
          raid: [{name: md0, level: raid1, mount: /srv, filesystem: xfs}]

      """,
      "web.yaml:6:12: array 'md0' has 1 of the 2 partitions that it needs"),
    Malformed(
      "a partition for two ends",
      """
      install:
        storage:
          partitions: [{filesystem: swap, volume_group: vg0, size: 1GiB}]

      """,
      "web.yaml:5:18: an item of 'partitions' has both 'filesystem' and 'volume_group'; leave one out"),
    Malformed(
      "a mounted physical volume",
      """
      install:
        storage:
          partitions: [{volume_group: vg0, mount: /srv, size: 1GiB}]
          volume_groups: [{name: vg0, volumes: []}]

      """,
      "web.yaml:5:45: what has no 'filesystem' has no 'mount'"),
    Malformed(
      "a bound without growth",
      """
      install:
        storage:
          partitions: [{mount: /srv, filesystem: xfs, size: 1GiB, maximum: 2GiB}]

      """,
      "web.yaml:5:70: 'maximum' needs 'grow: true'"),
    Malformed(
      "a bound below the size",
      """
      install:
        storage:
          partitions: !replace [{mount: /, filesystem: xfs, size: 1GiB, grow: true, maximum: 512MiB}]

      """,
      "web.yaml:5:88: 'maximum' is below 'size'"),
    Malformed(
      "a volume group with a blank",
      """
      install:
        storage:
          volume_groups: [{name: v g, volumes: []}]

      """,
      "web.yaml:5:28: 'name' must be a name of letters, digits, '.' and '_', such as vg0, found 'v g'"),
    Malformed(
      "a level that is none",
      """
      install:
        storage:
          raid: [{name: md0, level: raid7, mount: /srv, filesystem: xfs}]

      """,
      "web.yaml:5:31: 'level' must be one of raid0, raid1, raid5, raid6, raid10, found 'raid7' (did you mean 'raid0'?)"
    ),
    Malformed(
      "two volumes of one name",
      """
      install:
        storage:
          partitions: [{volume_group: vg0, size: 1GiB}]
          volume_groups: [{name: vg0, volumes: [{name: a, filesystem: swap, size: 1GiB}, {name: a, filesystem: swap, size: 1GiB}]}]

      """,
      "web.yaml:6:84: two volumes are named 'a', the first at web.yaml:6:43"),
    Malformed(
      "firmware unknown",
      """
      hardware: {firmware: efi}

      """,
      "web.yaml:3:22: 'firmware' must be one of bios, uefi, uefi-secure, found 'efi' (did you mean 'uefi'?)"),
  ]
}
