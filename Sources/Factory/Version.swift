/// Kiln's own version; RFC-less, as https://semver.org has it.
public let kilnVersion = "0.1.0"
