import Testing

@testable import AnswerFiles

private let dropped = "a.ks:1:1: '%include /tmp/x' is dropped: the disks are laid out by debian-13.yaml:6:1"
private let kept =
  "a.ks:1:1: '%include /tmp/x' is kept, but what is written there is not known: it must not lay out disks"

/// What becomes of an `%include` by what a `%pre` writes to its file.
@Suite struct IncludedLayoutTests {
  @Test(arguments: [
    ("echo 'part / --size=1 --grow' > /tmp/x", dropped),
    ("echo 'clearpart --all\npart / --size=1' >/tmp/x", dropped),
    ("echo -e \"zerombr\\nautopart\" > /tmp/x", dropped),
    ("printf '%s\\n' zerombr autopart >> /tmp/x", dropped),
    ("cat << EOF > /tmp/x\n# this\nbootloader --boot-drive=$d\npart / --size=1 --ondisk=$d\nEOF", dropped),
    ("if test -b /dev/vda; then\n  cat > /tmp/x <<- 'EOF'\n\tpart / --size=1\n\tEOF\nfi", dropped),
    ("cat <<EOF | tee /tmp/x > /dev/null\nautopart\nEOF", dropped),
    ("F=/tmp/x\nfor d in a b; do echo part raid.$d --size=1 >> $F; done", dropped),
    ("{ echo zerombr; echo autopart; } > /tmp/x", dropped),
    ("(\necho zerombr # all\necho autopart\n) | tee /tmp/x", dropped),
    ("case $x in\na) echo autopart > /tmp/x;;\nesac", dropped),
    ("lsblk > /tmp/x\necho autopart >> /tmp/x", dropped),
    ("# This part asks for disks.\necho skipx > /tmp/x", nil),
    ("echo 'part / --size=1' > /tmp/y\necho 'network --device=eth1' > /tmp/x", nil),
    ("echo 'part / --size=1' > /tmp/x.old\nmount /dev/sr0 /mnt\n: > /tmp/x", nil),
    ("echo 'firewall --enabled --service=mount' > /tmp/x", nil),
    ("(\necho skipx\n) > /tmp/x", nil),
    ("lsblk | awk '{print $1}' > /tmp/x", kept),
    ("cp /run/install/repo/x /tmp/x", kept),
    ("echo \"$line\" > /tmp/x", kept),
  ]) func isDroppedForALayoutAlone(_ script: String, _ warning: String?) throws {
    let file = try render(
      rocky {
        $0.installer.booted.answers = kickstartPartial("%include /tmp/x\n%pre\n\(script)\n%end\n")
      })
    #expect(file.warnings.map(\.description) == [warning].compactMap(\.self))
    #expect(file.lines.contains { $0.text == "%include /tmp/x" } == (warning != dropped))
  }

  /// The usual form: one script that writes two files.
  @Test func theNetworkStaysWhereTheLayoutGoes() throws {
    let text = """
      %include /tmp/part-include
      %include /tmp/net-include
      %pre
      echo "clearpart --all" > /tmp/part-include
      echo "part / --size=1 --grow" >> /tmp/part-include
      echo "network --device=eth1 --bootproto=dhcp" > /tmp/net-include
      %end

      """
    let file = try render(rocky { $0.installer.booted.answers = kickstartPartial(text) })
    #expect(file.warnings.map(\.description).count == 1)
    #expect(file.lines.filter { $0.text.hasPrefix("%include") }.map(\.text) == ["%include /tmp/net-include"])
  }

  @Test func aFileOfBothIsRefused() {
    let text = "%include /tmp/x\n%pre\necho autopart > /tmp/x\necho skipx >> /tmp/x\n%end\n"
    #expect(
      problems(rocky { $0.installer.booted.answers = kickstartPartial(text) }) == [
        "a.ks:1:1: '/tmp/x' has both the layout of the disks, which is that of debian-13.yaml:6:1, and 'skipx'; have the"
          + " %pre write them to two files"
      ])
  }
}
