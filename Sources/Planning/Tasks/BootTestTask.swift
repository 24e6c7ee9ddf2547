/// An image to boot once, until its serial console offers a login.
public struct BootTestTask: TaskContent {
  public let image: PlannedImage
  /// Seconds from the machine's start to the login, with KVM; scaled where the guest runs slower.
  public let limit: Double
  /// Whether it has the host's processors to itself: emulated guests that slow one another down run into time limits of
  /// their own.
  public let runsAlone: Bool

  public init(image: PlannedImage, limit: Double, runsAlone: Bool) {
    self.image = image
    self.limit = limit
    self.runsAlone = runsAlone
  }

  public var why: String { "until its serial console offers a login" }

  /// The machine's own, and what QEMU takes beside it; most of that for translated code.
  public var demand: Demand {
    let hardware = image.appliance.hardware
    return Demand(cpus: runsAlone ? .max : hardware.cpus, memory: hardware.memory + (512 << 20))
  }

  public var subject: String { "\(image.appliance.name) boot" }
  public var usualSeconds: Double { 120 }
  public var logName: String { "\(image.appliance.name)-boot" }
  public var firstPhase: String? { "booting" }
}

extension PlannedImage {
  /// What the boot test of this image is called.
  public var bootTestName: JobName { JobName(kind: .check, key: key, label: "boot of \(stem)") }

  /// Whether there is a serial console that a login could be offered on.
  public var canBeBootTested: Bool { appliance.install.serialConsole != nil }
}
