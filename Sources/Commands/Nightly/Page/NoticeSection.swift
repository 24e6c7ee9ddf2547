import Factory

/// What is worth knowing and no failure.
struct NoticeSection {
  let notices: [String]

  var markup: Markup {
    guard !notices.isEmpty else { return .nothing }
    return .element(
      "section", [:],
      [
        .element("h2", [:], ["Notices"]),
        .element("ul", [:], notices.map { .element("li", [:], ["\($0)"]) }),
      ])
  }
}
