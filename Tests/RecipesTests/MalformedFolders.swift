import Testing

/// A user's recipe folder in which something is wrong, and what is said of it and of one recipe.
struct MalformedFolder: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let recipe: String
  let files: [String: String]
  let messages: [String]

  init(_ title: String, of recipe: String = "web", _ files: [String: String], _ messages: String...) {
    testDescription = title
    self.recipe = recipe
    self.files = files
    self.messages = messages
  }

  init(_ title: String, files: [String: String], _ messages: [String]) {
    testDescription = title
    recipe = "web"
    self.files = files
    self.messages = messages
  }
}

extension MalformedFolder {
  /// Parents, names and files.
  static let families: [MalformedFolder] = [
    MalformedFolder(
      "a parent that is not there",
      [
        "web.yaml": """
        name: web
        parent: debian-31

        """
      ],
      "web.yaml:2:9: 'debian' has no release 31; there is only 13"),
    MalformedFolder(
      "a parent nearly there",
      [
        "web.yaml": """
        name: web
        parent: debain-13

        """
      ],
      "web.yaml:2:9: no recipe named 'debain-13' (did you mean 'debian-13'?)"),
    MalformedFolder(
      "a parent unlike any",
      [
        "web.yaml": """
        name: web
        parent: plan9

        """
      ],
      "web.yaml:2:9: no recipe named 'plan9'"),
    MalformedFolder(
      "a parent by path",
      [
        "web.yaml": """
        name: web
        parent: ../base/base.yaml

        """
      ],
      "web.yaml:2:9: 'parent' must be a recipe's name, or NAME@VERSION or NAME@CHANNEL for a release, such as debian-13, found '../base/base.yaml'",
      "web.yaml:2:9: parent '../base/base.yaml' looks like a path; write the parent's name"),
    MalformedFolder(
      "a parent by file name",
      [
        "web.yaml": """
        name: web
        parent: debian-13.yaml

        """
      ],
      "web.yaml:2:9: parent 'debian-13.yaml' looks like a path; write the parent's name"),
    MalformedFolder(
      "a recipe that is its own parent",
      [
        "web.yaml": """
        name: web
        parent: web

        """
      ],
      "web.yaml:2:9: parents go round in a circle: web → web (web.yaml:2:9)"),
    MalformedFolder(
      "a circle of three",
      [
        "web.yaml": """
        name: web
        parent: b

        """,
        "b.yaml": """
        name: b
        parent: c

        """,
        "c.yaml": """
        name: c
        parent: web

        """,
      ],
      "b.yaml:2:9: parents go round in a circle: b → c → web → b (b.yaml:2:9, c.yaml:2:9, web.yaml:2:9)"),
    MalformedFolder(
      "a parent in a circle",
      [
        "web.yaml": """
        name: web
        parent: b

        """,
        "b.yaml": """
        name: b
        parent: c

        """,
        "c.yaml": """
        name: c
        parent: b

        """,
      ],
      "b.yaml:2:9: parents go round in a circle: b → c → b (b.yaml:2:9, c.yaml:2:9)"),
    MalformedFolder(
      "a fault of the parent",
      [
        "web.yaml": """
        name: web
        parent: base
        titel: x

        """,
        "base.yaml": """
        name: base
        parent: debian-13
        pakages: []

        """,
      ],
      "base.yaml:3:1: unknown key 'pakages' (did you mean 'packages'?)",
      "web.yaml:3:1: unknown key 'titel' (did you mean 'title'?)"),
    MalformedFolder(
      "a file of the parent that is gone",
      [
        "web.yaml": """
        name: web
        parent: base

        """,
        "base.yaml": """
        name: base
        parent: debian-13
        files: [{source: gone, to: /gone}]

        """,
      ],
      "base.yaml:3:18: 'gone': no such file or directory (gone)"),
    MalformedFolder(
      "a removed secret",
      [
        "web.yaml": """
        name: web
        parent: base
        secrets: {TOKEN: !remove }

        """,
        "base.yaml": """
        name: base
        parent: debian-13
        secrets: {TOKEN: {env: TOKEN}}
        provision: [{script: web.yaml, secrets: [TOKEN]}]

        """,
      ],
      "base.yaml:4:42: secret 'TOKEN' is not declared under 'secrets'"),
    MalformedFolder(
      "two recipes of one name",
      [
        "web.yaml": """
        name: web
        parent: debian-13

        """,
        "other.yaml": """
        name: web
        parent: debian-13

        """,
      ],
      "web.yaml:1:7: a recipe named 'web' is also at other.yaml:1:7"),
    MalformedFolder(
      "no name",
      [
        "web.yaml": "parent: debian-13\n"
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: the recipe has no 'name'"),
    MalformedFolder(
      "a name in capitals", of: "Web",
      [
        "web.yaml": """
        name: Web
        parent: debian-13

        """
      ],
      "web.yaml:1:7: 'name' must be a name of lower-case letters, digits, '.', '-' and '_', such as debian-13, found 'Web'"
    ),
    MalformedFolder(
      "a name that is a list",
      [
        "web.yaml": """
        name: [web]
        parent: debian-13

        """
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:7: 'name' must be a name of lower-case letters, digits, '.', '-' and '_', found a list"),
    MalformedFolder(
      "an empty file",
      [
        "web.yaml": ""
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: the recipe is empty"),
    MalformedFolder(
      "a file of comments",
      [
        "web.yaml": "# later\n"
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: the recipe is empty"),
    MalformedFolder(
      "a file that is a list",
      [
        "web.yaml": "- web\n"
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: not a recipe: it has neither 'parent' nor 'os' (keep other YAML files in a folder named 'files')"
    ),
    MalformedFolder(
      "a file that is something else",
      [
        "web.yaml": "services: {}\n"
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: not a recipe: it has neither 'parent' nor 'os' (keep other YAML files in a folder named 'files')"
    ),
    MalformedFolder(
      "a name alone",
      [
        "web.yaml": "name: web\n"
      ],
      "no recipe named 'web' in the files that could be read",
      "web.yaml:1:1: not a recipe: it has neither 'parent' nor 'os' (keep other YAML files in a folder named 'files')"
    ),
    MalformedFolder(
      "a tag before the whole",
      [
        "web.yaml": """
        !replace
        name: web
        parent: debian-13

        """
      ],
      "web.yaml:1:1: tag '!replace' does not belong here"),
    MalformedFolder(
      "a recipe in a folder of its own",
      [
        "web/web.yaml": """
        name: web
        parent: debian-13
        pakages: []

        """,
        "web/values.yaml": "replicas: 1\n",
      ],
      "web/web.yaml:3:1: unknown key 'pakages' (did you mean 'packages'?)"),
  ]
}
