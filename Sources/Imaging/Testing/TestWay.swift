import Images
import Recipes

/// How an image is tested: what can be, by what is known of it, and what is asked for.
struct TestWay: Sendable {
  let image: DescribedImage
  let test: ImageTest
  let hasConsole: Bool?
  /// Whether one is to log in.
  let entersGuest: Bool
  /// Why one is not; nil where one is.
  let whyOutside: String?
  /// Whether it is known that one can.
  private let canBeEntered: Bool
  private var isOnlyIdentity = false
  private var isSecure = false

  init(_ test: ImageTest, _ subject: ImageTesting.Subject) {
    image = subject.image
    self.test = test
    hasConsole = subject.hasConsole
    let missing = ["cloud-init", "openssh-server"].filter { subject.packages?.contains($0) == false }
    whyOutside =
      test.boot == .console
      ? "the recipe says 'test.boot: console'"
      : missing.isEmpty ? nil : "no test can log in without \(missing.joined(separator: " and "))"
    entersGuest = whyOutside == nil
    canBeEntered = subject.packages != nil && missing.isEmpty
  }

  /// Of a machine of which no more is asked than who it is.
  var onlyIdentity: TestWay {
    var way = self
    way.isOnlyIdentity = true
    return way
  }

  /// The same of an image that is booted by Secure Boot, and is to notice.
  func bySecureBoot(_ isSecure: Bool) -> TestWay {
    var way = self
    way.isSecure = isSecure
    return way
  }

  /// Why nothing at all can be tested; nil where something can.
  var reasonForNothing: String? {
    if test.boot == .nothing { return "the recipe says 'test.boot: none'" }
    guard hasConsole == false, !entersGuest || !canBeEntered else { return nil }
    return "it has no serial console to watch, and \(whyOutside ?? "whether one can log in is unknown")"
  }

  func parts(limit: Int) -> [GuestPart] {
    guard !isOnlyIdentity else { return SystemChecks.identity }
    return SystemChecks.all + (isSecure ? SystemChecks.secure : [])
      + RecipeChecks.parts(test.checks, limit: limit)
  }

  var pages: [Sourced<RecipeTest.HTTP>] {
    guard !isOnlyIdentity else { return [] }
    return test.checks.compactMap { check in
      if case .http(let page) = check.value { Sourced(page, from: check.origin) } else { nil }
    }
  }
}
