/// What every page that Kiln writes begins with.
enum Page {
  /// The browser itself refuses whatever the page should ask for; an empty icon keeps it from looking for one.
  static func head(_ title: String) -> Markup {
    let policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return .element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("link", ["rel": "icon", "href": "data:,"]),
        .element("title", [:], ["\(title)"]),
        .style(pageStyle),
      ])
  }
}
