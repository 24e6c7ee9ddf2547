import Digests
import JSON
import Recipes

/// An image to boot and test, as its recipe says.
public struct BootTestTask: TaskContent {
  public let image: PlannedImage
  /// Seconds from the machine's start to the login, with KVM, where the recipe does not say; more where the guest runs slower.
  public let limit: Double
  /// Whether it has the host's processors to itself: emulated guests that slow one another down run into time limits of
  /// their own.
  public let runsAlone: Bool

  public init(image: PlannedImage, limit: Double, runsAlone: Bool) {
    self.image = image
    self.limit = limit
    self.runsAlone = runsAlone
  }

  public var why: String {
    let checks = image.appliance.test?.checks.count ?? 0
    return switch image.appliance.test?.boot {
    case nil, .full:
      checks == 0 ? "booted and looked at" : "booted and looked at, with \(checks) checks of its recipes"
    case .console: "until its serial console offers a login"
    case .nothing: "for the record, since its recipe wants no boot"
    }
  }

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

  /// A digest of what its recipes ask for beyond the usual test; nil for nothing.
  public var testSuite: String? { appliance.test?.suite }
}

extension ImageTest {
  /// A digest of all that is asked for, wherever it is written.
  public var suite: String? {
    var test = self
    test.checks = checks.map { Sourced($0.value, from: .standard) }
    return (try? compactJSON(test)).map { sha256(Array($0)) }
  }
}
