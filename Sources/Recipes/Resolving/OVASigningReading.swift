import Diagnostics
import YAML

extension OVASigning {
  /// Reads what fits the schema; paths are taken from the site file's folder.
  ///
  /// - Throws: that one of the two is not named, or that there are no certificates where they are said to be.
  init?(_ written: Node) throws(Diagnostics) {
    guard case .mapping(let entries) = written.content else { return nil }
    func scalar(_ key: String) -> (text: String, place: Location)? {
      guard let value = entries.first(where: { $0.key == key })?.value,
        case .scalar(let scalar) = value.content
      else { return nil }
      return (scalar.text, value.location)
    }
    var faults: [Diagnostic] = []
    if let key = scalar("key"), let certificate = scalar("certificate") {
      let folder = FilePath.folder(of: written.location.file)
      do {
        let found = try SourceReader(shipped: nil).certificate(certificate.text, from: folder)
        self.init(certificate: found, key: FilePath.join(folder, key.text))
        return
      } catch {
        faults.append(Diagnostic(error.message, at: certificate.place))
      }
    } else {
      faults.append(Diagnostic("'ova' needs 'certificate' and 'key'", at: written.location))
    }
    if let found = Diagnostics(faults) { throw found }
    return nil
  }
}
