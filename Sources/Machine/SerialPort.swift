private import Glibc

/// A connection to a guest's serial port: bytes go both ways, until QEMU has ended.
///
/// What the guest wrote before there was one is in the port's log alone.
public final class SerialPort: Sendable {
  /// A stream socket, for poll(2), read(2) and write(2); closed with the object.
  public let descriptor: Int32

  init(path: String) throws(QMPError) { descriptor = try QMPSocket.connected(to: path) }

  /// - Parameter descriptor: connected, and the object's from now on.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}
