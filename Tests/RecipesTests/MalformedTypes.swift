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
      "web.yaml:4:17: unknown key 'dest'"),
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
      "web.yaml:3:11: 'packages' must be a list, found a mapping"),
    Malformed(
      "a string where a list belongs", "packages: nginx\n",
      "web.yaml:3:11: 'packages' must be a list, found 'nginx'"),
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
      "a number where a string belongs", "title: 13\n",
      "web.yaml:3:8: 'title' must be a string, found the number 13; write it in quotes: \"13\""),
    Malformed(
      "a version that YAML takes for a number", "version: 1.10\n",
      "web.yaml:3:10: 'version' must be a string, found the number 1.10; write it in quotes: \"1.10\""),
    Malformed(
      "a truth value where a string belongs", "attributes: {public: true}\n",
      "web.yaml:3:22: 'public' must be a string, found true; write it in quotes: \"true\""),
    Malformed(
      "a mode that YAML takes for a number", "files: [{source: a, to: /a, mode: 0644}]\n",
      "web.yaml:3:18: 'a': no such file or directory (a)",
      "web.yaml:3:35: 'mode' must be a string, found the number 0644; write it in quotes: \"0644\""),
    Malformed(
      "an environment value that is a number", "provision: [{script: a.sh, env: {LEVEL: 2}}]\n",
      "web.yaml:3:22: 'a.sh': no such file or directory (a.sh)",
      "web.yaml:3:41: 'LEVEL' must be a string, found the number 2; write it in quotes: \"2\""),
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
