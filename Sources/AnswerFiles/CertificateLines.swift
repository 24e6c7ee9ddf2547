import Diagnostics
import Recipes

/// The certificates in a text, without what people write around them (RFC 7468, section 2), as a file of their own.
///
/// - Returns: nil, with a problem added, for what cannot be such a file.
func certificateLines(
  _ certificate: Sourced<Certificate>, _ problems: inout [Diagnostic]
) -> [String]? {
  let found = problems.count
  let name = certificate.value.name
  Rule.certificateName.check(name, "certificates: name", at: certificate.origin, &problems)
  var inside = false
  let lines = certificate.value.text.split(whereSeparator: \.isNewline).map(String.init).filter { line in
    if line == "-----BEGIN CERTIFICATE-----" { inside = true }
    defer { if line == "-----END CERTIFICATE-----" { inside = false } }
    return inside
  }
  if lines.isEmpty || !lines.allSatisfy({ $0.utf8.consists(of: "+/= -") }) {
    let message = "certificates: '\(name)' has no PEM block '-----BEGIN CERTIFICATE-----'"
    problems.append(Diagnostic(message, from: certificate.origin))
  }
  return problems.count == found ? lines : nil
}
