/// Kiln's own version; https://semver.org.
public let kilnVersion = "0.1.0"
