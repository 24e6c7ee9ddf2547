import Testing

@testable import Guest

/// Which kernel a boot loader's entry names.
struct BootFilesTests {
  @Test func theDefaultEntryOfAGRUBMenu() {
    let menu = """
      set default="1"
      menuentry 'A' {
        linux /boot/vmlinuz-1 root=UUID=a ro
        initrd /boot/initrd.img-1
      }
      menuentry 'B' {
        linux ($root)/vmlinuz-2 root=UUID=b ro  quiet
        initrd /microcode.cpio /initrd.img-2
      }
      """
    #expect(
      BootEntry.grub(menu)?.files
        == BootFiles(
          kernel: "($root)/vmlinuz-2", initrds: ["/microcode.cpio", "/initrd.img-2"],
          arguments: "root=UUID=b ro quiet"))
  }

  @Test func anEntryOfTheSpecification() {
    let text = """
      title x
      linux /vmlinuz-5.14
      initrd /initramfs-5.14.img $tuned_initrd
      options root=/dev/sda1 ro $kernelopts
      """
    #expect(
      BootEntry.specification(text)?.files
        == BootFiles(
          kernel: "/vmlinuz-5.14", initrds: ["/initramfs-5.14.img", "$tuned_initrd"],
          arguments: "root=/dev/sda1 ro $kernelopts"))
  }

  @Test(arguments: [
    ("root=/dev/sda1 $kernelopts ${more} $none", "root=/dev/sda1 quiet x"), ("$none", ""),
  ])
  func variablesStandForWhatGRUBKeeps(written: String, filled: String) {
    #expect(GuestSession.filled(written, ["kernelopts": "quiet", "more": "x"]) == filled)
  }

  @Test(arguments: [
    ("/boot/vmlinuz-6.1.0-9-amd64", "/boot/vmlinuz-6.1.0-10-amd64"),
    ("/boot/vmlinuz-5.14", "/boot/vmlinuz-6.1"),
    ("/boot/vmlinuz-6.1", "/boot/vmlinuz-6.1.2"),
  ])
  func kernelsAreComparedByTheirNumbers(older: String, newer: String) {
    #expect(GuestSession.isOlder(older, newer))
    #expect(!GuestSession.isOlder(newer, older))
  }
}
