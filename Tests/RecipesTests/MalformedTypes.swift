import Testing

/// One recipe `web`, derived from `debian-13`, that is wrong.
struct Malformed: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// What follows the recipe's `name` and `parent`, from line 3 on.
  let body: String
  let messages: [String]

  init(_ title: String, _ body: String, _ messages: String...) {
    testDescription = title
    self.body = body
    self.messages = messages
  }
}

extension Malformed {
  /// Keys, types and missing values.
  static let keysAndTypes: [Malformed] = [
    Malformed(
      "an unknown key is suggested", "pakages: [nginx]\n",
      "web.yaml:3:1: unknown key 'pakages' (did you mean 'packages'?)"),
    Malformed(
      "an unknown key far from any", "colour: red\n",
      "web.yaml:3:1: unknown key 'colour'"),
    Malformed(
      "every unknown key is told", "pakages: [nginx]\nfile: []\n",
      "web.yaml:3:1: unknown key 'pakages' (did you mean 'packages'?)",
      "web.yaml:4:1: unknown key 'file' (did you mean 'files'?)"),
    Malformed(
      "an unknown key inside", "hardware:\n  cpu: 2\n",
      "web.yaml:4:3: unknown key 'cpu' (did you mean 'cpus'?)"),
    Malformed(
      "an unknown key in an item", "files:\n  - {source: a, dest: /a, to: /a}\n",
      "web.yaml:4:14: 'a': no such file or directory (a)",
      "web.yaml:4:17: unknown key 'dest' (did you mean 'to'?)"),
    Malformed(
      "a command where a script belongs", "provision: [{run: a.sh}]\n",
      "web.yaml:3:13: an item of 'provision' needs 'packages' or 'settings' or 'files' or 'script' or 'services'",
      "web.yaml:3:14: unknown key 'run' (did you mean 'script', a file beside the recipe?)"),
    Malformed(
      "the words of other tools", "from: debian-13\ncopy: []\n",
      "web.yaml:3:1: unknown key 'from' (did you mean 'parent'?)",
      "web.yaml:4:1: unknown key 'copy' (did you mean 'files'?)"),
    Malformed(
      "a setting that belongs elsewhere", "timezone: UTC\n",
      "web.yaml:3:1: unknown key 'timezone' (it belongs under 'install')"),
    Malformed(
      "a key written twice", "title: A\ntitle: B\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:4:1: key 'title' is written twice, first at line 3"),
    Malformed(
      "a list where a mapping belongs", "hardware: [2]\n",
      "web.yaml:3:11: 'hardware' must be a mapping, found a list"),
    Malformed(
      "a string where a mapping belongs", "install: fast\n",
      "web.yaml:3:10: 'install' must be a mapping, found 'fast'"),
    Malformed(
      "a mapping where a list belongs", "packages: {nginx: true}\n",
      "web.yaml:3:11: 'packages' must be a list, found a mapping; begin each item with '- '"),
    Malformed(
      "a string where a list belongs", "packages: nginx curl\n",
      "web.yaml:3:11: 'packages' must be a list, found 'nginx curl'; write [nginx, curl]"),
    Malformed(
      "a list where a string belongs", "title: [a]\n",
      "web.yaml:3:8: 'title' must be a line of text, found a list"),
    Malformed(
      "a mapping where a string belongs", "description: {a: b}\n",
      "web.yaml:3:14: 'description' must be a string, found a mapping"),
    Malformed(
      "a string where an item is a mapping", "provision: [scripts/a.sh]\n",
      "web.yaml:3:13: an item of 'provision' must be a mapping, found 'scripts/a.sh'"),
    Malformed(
      "a list in a list", "packages: [[nginx]]\n",
      "web.yaml:3:12: an item of 'packages' must be a package's name, found a list"),
    Malformed(
      "a key without a value", "packages:\n",
      "web.yaml:3:10: 'packages' has no value; give it one or leave it out"),
    Malformed(
      "null where a list belongs", "packages: null\n",
      "web.yaml:3:11: 'packages' has no value; give it one or leave it out"),
    Malformed(
      "null where a string belongs", "title: ~\n",
      "web.yaml:3:8: 'title' has no value; give it one or leave it out"),
    Malformed(
      "an item without a value", "packages:\n  -\n",
      "web.yaml:4:4: an item of 'packages' has no value; give it one or leave it out"),
  ]
}
