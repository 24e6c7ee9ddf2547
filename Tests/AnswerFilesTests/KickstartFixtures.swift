import Recipes

@testable import AnswerFiles

/// An appliance much like one that is shipped, for a test to change.
func rocky(_ release: String = "9.6", _ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
  debian { appliance in
    appliance.name = "rocky"
    appliance.system = OperatingSystem(
      distribution: "rocky", release: release, codename: "", architecture: "x86_64")
    let iso = Installer.MediaFile(addresses: ["http://mirror.example.org/boot.iso"], check: .sha256("00"))
    appliance.installer = .program(
      .init(
        media: .anaconda(
          .iso(.init(iso: iso, kernel: "images/pxeboot/vmlinuz", initrd: "images/pxeboot/initrd.img"))),
        mirrors: [at(1, "http://mirror.example.org/rocky")],
        tree: at(40, "\(release)/BaseOS/x86_64/os"),
        repositories: [
          .init(name: "appstream", path: at(41, "\(release)/AppStream/x86_64/os")),
          .init(name: "baseos", path: at(42, "\(release)/BaseOS/x86_64/os")),
        ],
        memory: 1 << 30, kernelArguments: [at(43, "console=ttyS0")]))
    change(&appliance)
  }
}

func fedora(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
  rocky("44") { appliance in
    appliance.system.distribution = "fedora"
    change(&appliance)
  }
}

func kickstartPartial(_ text: String) -> Installer.PartialAnswers {
  Installer.PartialAnswers(path: "a.ks", text: text)
}

/// The commands and sections of a rendering, without where they come from.
func texts(_ appliance: Appliance) throws -> [String] { try render(appliance).lines.map(\.text) }

/// The bodies of the sections with this header.
func bodies(_ appliance: Appliance, _ header: String) throws -> [String] {
  let text = try texts(appliance).joined(separator: "\n")
  return text.split(separator: "\n" + header + "\n").dropFirst().map {
    String($0.prefix(upTo: $0.firstRange(of: "%end")?.lowerBound ?? $0.endIndex))
  }
}
