import Testing

extension Malformed {
  /// Files, scripts and secrets.
  static let files: [Malformed] = [
    Malformed(
      "an os in a derived recipe", "os: {distribution: debian, release: \"13\", arch: x86_64}\n",
      "web.yaml:3:1: 'os' belongs only in a distribution, and this recipe has a parent; to install otherwise, copy the distribution with 'kiln export' and change the copy"
    ),
    Malformed(
      "an installer in a derived recipe", "installer: {memory: 2GiB}\n",
      "web.yaml:3:1: 'installer' belongs only in a distribution, and this recipe has a parent; to install otherwise, copy the distribution with 'kiln export' and change the copy"
    ),
    Malformed(
      "a file without a destination", "files: [{source: a}]\n",
      "web.yaml:3:9: an item of 'files' lacks 'to'",
      "web.yaml:3:18: 'a': no such file or directory (a)"),
    Malformed(
      "a destination that is relative", "files: [{source: a, to: srv/a}]\n",
      "web.yaml:3:18: 'a': no such file or directory (a)",
      "web.yaml:3:25: 'to' must be an absolute path, such as /var/www/html/index.html, found 'srv/a'"),
    Malformed(
      "a destination that climbs", "files: [{source: web.yaml, to: /srv/../etc/passwd}]\n",
      "web.yaml:3:32: 'to' must not contain '..'"),
    Malformed(
      "a mode that is not octal", "files: [{source: a, to: /a, mode: \"0899\"}]\n",
      "web.yaml:3:18: 'a': no such file or directory (a)",
      "web.yaml:3:35: 'mode' must be permission bits in octal, in quotes, such as 0644, found '0899'"),
    Malformed(
      "an owner with a space", "files: [{source: a, to: /a, owner: www data}]\n",
      "web.yaml:3:18: 'a': no such file or directory (a)",
      "web.yaml:3:36: 'owner' must be a user, or user:group, such as www-data:www-data, found 'www data'"),
    Malformed(
      "a source that does not exist", "files: [{source: files/a, to: /a}]\n",
      "web.yaml:3:18: 'files/a': no such file or directory (files/a)"),
    Malformed(
      "a source that is absolute", "files: [{source: /etc/passwd, to: /a}]\n",
      "web.yaml:3:18: '/etc/passwd' is an absolute path; write it from the recipe's folder"),
    Malformed(
      "a source that climbs out", "files: [{source: ../secret, to: /a}]\n",
      "web.yaml:3:18: '../secret' lies outside the recipe folder 'recipes'"),
    Malformed(
      "a script that does not exist", "provision: [{script: scripts/a.sh}]\n",
      "web.yaml:3:22: 'scripts/a.sh': no such file or directory (scripts/a.sh)"),
    Malformed(
      "a script that climbs out", "provision: [{script: ../shipped/provisioners/ready.sh}]\n",
      "web.yaml:3:22: '../shipped/provisioners/ready.sh' lies outside the recipe folder 'recipes'"),
    Malformed(
      "a script that is a folder", "provision: [{script: .}]\n",
      "web.yaml:3:22: '.' is a folder, where a file is needed"),
    Malformed(
      "a shipped script that does not exist", "provision: [{script: \"kiln:provisioners/none.sh\"}]\n",
      "web.yaml:3:22: 'kiln:provisioners/none.sh': no such file or directory (shipped/provisioners/none.sh)"),
    Malformed(
      "a shipped script that climbs out", "provision: [{script: \"kiln:../recipes/web.yaml\"}]\n",
      "web.yaml:3:22: 'kiln:../recipes/web.yaml' lies outside the recipe folder 'shipped'"),
    Malformed(
      "an odd variable", "provision: [{script: web.yaml, env: {2ND: \"x\"}}]\n",
      "web.yaml:3:38: key '2ND' must be the name of an environment variable, such as LEVEL"),
    Malformed(
      "a secret that is not declared",
      "secrets: {TOKEN: {env: TOKEN}}\nprovision: [{script: web.yaml, secrets: [TOKN]}]\n",
      "web.yaml:4:42: secret 'TOKN' is not declared under 'secrets' (did you mean 'TOKEN'?)"),
    Malformed(
      "a secret that is a variable too",
      "secrets: {TOKEN: {env: TOKEN}}\nprovision: [{script: web.yaml, env: {TOKEN: x}, secrets: [TOKEN]}]\n",
      "web.yaml:4:59: 'TOKEN' is both in 'env' and in 'secrets'"),
    Malformed(
      "a secret from two places", "secrets: {TOKEN: {env: TOKEN, file: token}}\n",
      "web.yaml:3:18: 'TOKEN' has both 'env' and 'file'; leave one out"),
    Malformed(
      "a secret from nowhere", "secrets: {TOKEN: {}}\n",
      "web.yaml:3:18: 'TOKEN' needs 'env' or 'file'"),
    Malformed(
      "a secret with its value", "secrets: {TOKEN: hunter2}\n",
      "web.yaml:3:18: 'TOKEN' must be a mapping, found 'hunter2'"),
  ]

  /// Tags, and what they find nothing to work on.
  static let tags: [Malformed] = [
    Malformed(
      "a tag unknown", "packages: !append [nginx]\n",
      "web.yaml:3:11: unknown tag '!append'; there are '!replace' and '!remove'"),
    Malformed(
      "a standard tag", "title: !!str 13\n",
      "web.yaml:3:8: unknown tag '!!str'; there are '!replace' and '!remove'"),
    Malformed(
      "replace before a scalar", "title: !replace Web\n",
      "web.yaml:3:8: '!replace' belongs before a list or a mapping; 'title' overrides without it"),
    Malformed(
      "replace before an item", "packages: [!replace nginx]\n",
      "web.yaml:3:12: '!replace' belongs before the list, not before an item"),
    Malformed(
      "another tag before an item", "packages: [!drop nginx]\n",
      "web.yaml:3:12: unknown tag '!drop'; before an item there is '!remove'"),
    Malformed(
      "remove of a package not inherited", "packages: [!remove nginx]\n",
      "web.yaml:3:12: '!remove': 'packages' inherits no 'nginx'"),
    Malformed(
      "remove of a package nearly inherited", "install: {packages: [!remove openssh-sever]}\n",
      "web.yaml:3:22: '!remove': 'packages' inherits no 'openssh-sever' (did you mean 'openssh-server'?)"),
    Malformed(
      "remove of a file not inherited", "files: [!remove {to: /a}]\n",
      "web.yaml:3:9: '!remove': 'files' inherits no item with to '/a'"),
    Malformed(
      "remove of a disk nearly inherited", "hardware: {disks: [!remove {name: sytem}]}\n",
      "web.yaml:3:20: '!remove': 'disks' inherits no item with name 'sytem' (did you mean 'system'?)"),
    Malformed(
      "remove of an item with no such equal",
      "install: {storage: {partitions: [!remove {filesystem: swap}]}}\n",
      "web.yaml:3:34: '!remove': 'partitions' inherits no item equal to this one"),
    Malformed(
      "remove of a key not inherited", "install: {proxy: !remove }\n",
      "web.yaml:3:18: '!remove': no 'proxy' is inherited"),
    Malformed(
      "remove of a key in braces", "install: {proxy: !remove}\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:3:25: did not find expected whitespace or line break while scanning a tag"),
    Malformed(
      "remove of a required key", "files: [{source: web.yaml, to: !remove }]\n",
      "web.yaml:3:9: an item of 'files' lacks 'to'",
      "web.yaml:3:32: '!remove' cannot take out 'to', which is required",
      "web.yaml:3:32: '!remove': no 'to' is inherited"),
    Malformed(
      "remove with a value", "install: {timezone: !remove UTC}\n",
      "web.yaml:3:21: '!remove' takes out the whole of 'timezone'; nothing may follow it"),
    Malformed(
      "remove from a replaced list", "install:\n  packages: !replace\n    - !remove cloud-init\n    - curl\n",
      "web.yaml:5:7: '!remove': 'packages' inherits no 'cloud-init'"),
  ]

  /// What is not YAML, or not one document of it.
  static let syntax: [Malformed] = [
    Malformed(
      "a tab for indentation", "hardware:\n\tcpus: 2\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:4:1: a tab, where YAML takes only spaces: indent with spaces"),
    Malformed(
      "a quote that does not end", "title: 'Web\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:4:1: found unexpected end of stream while scanning a quoted scalar that starts at line 3"),
    Malformed(
      "two documents", "---\nname: other\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:3:1: a second document starts here; only one is allowed in a file"),
    Malformed(
      "an unknown alias", "packages: *common\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:3:11: unknown anchor 'common': an alias must come after the whole of what it names"),
    Malformed(
      "a key that is a list", "? [a, b]\n: 1\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:3:3: a key must be a scalar, not a list or a mapping"),
    Malformed(
      "nested too deep",
      "attributes: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
      "no recipe named 'web' in the files that could be read",
      "web.yaml:3:76: nested more than 64 levels deep"),
  ]
}
