import Provisioners
import Recipes
import Testing

@Suite struct CertificateTests {
  private static let block = "-----BEGIN CERTIFICATE-----\nMIIB\nAAA=\n-----END CERTIFICATE-----\n"

  /// The certificates of `web`, whose recipe lists `files` and whose site file `siteFiles`.
  private func certificates(
    _ contents: [String: String], _ files: String, site: String? = nil
  ) throws -> [Sourced<Certificate>] {
    let recipe = "name: web\nparent: debian-13\ninstall: {ca_certificates: \(files)}\n"
    let tree = try RecipeTree(contents.merging(["web.yaml": recipe]) { $1 })
    let appliance = try tree.resolver(site: site).resolve("web").get()
    let steps = appliance.chain.flatMap(\.steps).compactMap { $0.action as? SettingsStep }
    return appliance.install.certificates + steps.flatMap(\.settings.certificates)
  }

  @Test func blocksAreTakenAndTheTextAroundThemIsLeft() throws {
    let text = "Subject: a\r\n" + Self.block.replacing("\n", with: "\r\n") + "\n# another\n" + Self.block
    let found = try certificates(["certs/office.ca.pem": text], "[certs/office.ca.pem]")
    #expect(found.map(\.value) == [Certificate(name: "office.ca", text: Self.block + Self.block)])
  }

  @Test func theSitesAreFoundFromItsOwnFolder() throws {
    let found = try certificates(
      ["certs/site.pem": Self.block, "own.pem": Self.block], "[own.pem]",
      site: "ca_certificates: [certs/site.pem]\n")
    #expect(found.map(\.value.name) == ["site", "own"])
  }

  @Test func theSameFileTwiceCountsOnce() throws {
    let found = try certificates(["ca.pem": Self.block], "[ca.pem]", site: "ca_certificates: [ca.pem]\n")
    #expect(found.count == 1)
  }

  @Test(arguments: [
    ("", "'ca.pem' holds no certificate in PEM: no line '-----BEGIN CERTIFICATE-----'"),
    (
      "-----BEGIN CERTIFICATE-----\nMIIB\n",
      "'ca.pem' has a certificate without a line '-----END CERTIFICATE-----'"
    ),
    (
      "-----BEGIN CERTIFICATE-----\nMIIB\nhello\n-----END CERTIFICATE-----\n",
      "'ca.pem' has a certificate that is not in base64, or not whole"
    ),
    (
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
      "'ca.pem' has a certificate that is not in base64, or not whole"
    ),
    (
      block + "-----BEGIN RSA PRIVATE KEY-----\n",
      "'ca.pem' holds a private key, which must not get into an image; leave the certificate alone"
    ),
  ])
  func whatIsNoCertificateIsNamed(text: String, message: String) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\ninstall: {ca_certificates: [ca.pem]}\n", "ca.pem": text,
    ])
    #expect(try tree.complaints() == ["web.yaml:3:29: \(message)"])
  }

  @Test(arguments: [
    ("[gone.pem]", "web.yaml:3:29: 'gone.pem': no such file or directory (gone.pem)"),
    (
      "[/etc/hostname]",
      "web.yaml:3:29: '/etc/hostname' is an absolute path; write it from the recipe's folder"
    ),
    ("[../ca.pem]", "web.yaml:3:29: '../ca.pem' lies outside the recipe folder 'recipes'"),
    (
      "[\"my ca.pem\"]",
      "web.yaml:3:29: 'my ca.pem' must have a name of letters, digits, '.', '-' and '_', for it is kept in the image"
    ),
    (
      "[ca.pem, b/ca.pem]",
      "web.yaml:3:37: two files of certificates are named 'ca', the first at web.yaml:3:29"
    ),
    (
      "[\"\"]",
      "web.yaml:3:29: an item of 'ca_certificates' must be a path, such as files/ca.pem, found ''"
    ),
  ])
  func wrongPathsAreNamed(files: String, message: String) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\ninstall: {ca_certificates: \(files)}\n",
      "ca.pem": Self.block,
      "my ca.pem": Self.block, "b/ca.pem": Self.block + Self.block,
    ])
    #expect(try tree.complaints().contains(message))
  }
}
