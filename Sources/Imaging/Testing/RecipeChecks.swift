import Images
import Recipes
import Text

/// What recipes ask for, as parts of the guest's script. A page is asked for from outside, by ``PageCheck``.
enum RecipeChecks {
  /// - Parameter limit: seconds that each script may take.
  static func parts(_ checks: [Sourced<RecipeTest>], limit: Int) -> [GuestPart] {
    var names = UniqueNames()
    return checks.compactMap { check in
      guard var made = part(check.value, limit: limit, names: &names) else { return nil }
      made.place = "\(check.origin)"
      return made
    }
  }

  private static func part(_ check: RecipeTest, limit: Int, names: inout UniqueNames) -> GuestPart? {
    switch check {
    case .http: nil
    case .script(let script): part(script, limit, names.next("script \(script.path)"))
    case .ports(let ports): part(ports)
    case .service(let service): part(service, names.next("service \(service.name)"))
    case .package(let package): part(package, names.next("package \(package.name)"))
    case .file(let file): part(file, names.next("file \(file.path)"))
    }
  }

  /// With the interpreter that its first line names: where it is put nothing may be executed.
  private static func part(_ script: RecipeTest.Script, _ limit: Int, _ name: String) -> GuestPart {
    let environment = script.environment.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(shellWord($0.value)); export \($0.key)\n" }.joined()
    let text = script.text.hasSuffix("\n") ? script.text : script.text + "\n"
    let body = """
      cat > "$d/test" << '\(GuestScript.tokenPlace)'
      \(text)\(GuestScript.tokenPlace)
      cd /
      \(environment)timeout=
      command -v timeout > /dev/null && timeout="timeout \(limit)"
      exec $timeout \(interpreter(of: text)) "$d/test"
      """
    return GuestPart(name: name, kind: .script, body: body) { answer in
      let last = answer.lastLine.map { ": \($0)" } ?? ""
      switch answer.status {
      case 0: return .passed
      case 124: return .failed("it took more than \(limit) s\(last)")
      default: return .failed("it ended with status \(answer.status)\(last)")
      }
    }
  }

  /// execve(2), "Interpreter scripts": a program and at most one argument.
  private static func interpreter(of text: String) -> String {
    let first = text.prefix { !$0.isNewline }
    guard first.hasPrefix("#!") else { return "/bin/sh" }
    let words = first.dropFirst(2).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    let trimmed = words.map { shellWord(String($0).trimmed) }
    return trimmed.isEmpty ? "/bin/sh" : trimmed.joined(separator: " ")
  }

  private static func part(_ ports: [Int]) -> GuestPart {
    GuestPart(name: "ports", kind: .ports, body: ListeningPorts.body) { answer in
      guard answer.status == 0 else { return .failed("its kernel does not tell") }
      let found = ListeningPorts(answer.output).ports
      let closed = ports.filter { !found.contains($0) }.map { "\($0) is closed" }
      let open = found.filter { !ports.contains($0) }.map { "\($0) is open" }
      return (closed + open).isEmpty ? .passed : .failed((closed + open).joined(separator: ", "))
    }
  }

  private static func part(_ service: RecipeTest.Service, _ name: String) -> GuestPart {
    let unit = shellWord(service.name)
    var lines: [String] = []
    if let isRunning = service.isRunning {
      lines.append("state=$(systemctl is-active -- \(unit))")
      lines.append(
        isRunning
          ? #"[ "$state" = active ] || { systemctl status --no-pager -n 5 -- \#(unit); echo "it is $state, and should run"; exit 1; }"#
          : #"[ "$state" != active ] || { echo "it runs, and should not"; exit 1; }"#)
    }
    if let isEnabled = service.isEnabled {
      lines.append("state=$(systemctl is-enabled -- \(unit))")
      lines.append("case $state in enabled|enabled-runtime|alias|generated) on=1 ;; *) on= ;; esac")
      lines.append(
        isEnabled
          ? #"[ -n "$on" ] || { echo "it is ${state:-unknown}, and should be enabled"; exit 1; }"#
          : #"[ -z "$on" ] || { echo "it is $state, and should not be"; exit 1; }"#)
    }
    return GuestPart(name: name, kind: .service, body: lines.joined(separator: "\n"))
  }

  private static func part(_ package: RecipeTest.Package, _ name: String) -> GuestPart {
    let word = shellWord(package.name)
    var lines = [
      """
      if command -v dpkg-query > /dev/null; then
        version=$(dpkg-query -W -f='${db:Status-Status} ${Version}\\n' -- \(word) 2> /dev/null |
          while read -r state version; do [ "$state" = installed ] && echo "$version"; done)
      else
        version=$(rpm -q --qf '%{VERSION}-%{RELEASE}\\n' -- \(word) 2> /dev/null) || version=
      fi
      """
    ]
    if package.isInstalled {
      lines.append(#"[ -n "$version" ] || { echo "it is not installed"; exit 1; }"#)
      if let wanted = package.version {
        let pattern = wanted.split(separator: "*", omittingEmptySubsequences: false).map {
          shellWord(String($0))
        }
        .joined(separator: "*")
        lines.append(
          "case $version in \(pattern)) ;; *) echo \"it is $version, and should be \"\(shellWord(wanted)); exit 1 ;; esac"
        )
      }
    } else {
      lines.append(#"[ -z "$version" ] || { echo "it is installed, as $version"; exit 1; }"#)
    }
    return GuestPart(name: name, kind: .package, body: lines.joined(separator: "\n"))
  }

  private static func part(_ file: RecipeTest.File, _ name: String) -> GuestPart {
    var lines = ["file=\(shellWord(file.path))"]
    guard file.exists else {
      lines.append(#"{ [ ! -e "$file" ] && [ ! -L "$file" ]; } || { echo "it is there"; exit 1; }"#)
      return GuestPart(name: name, kind: .file, body: lines.joined(separator: "\n"))
    }
    lines.append(#"[ -e "$file" ] || { echo "it is missing"; exit 1; }"#)
    if let mode = file.mode {
      let wanted = String(mode.drop { $0 == "0" })
      lines.append(
        #"mode=$(stat -L -c %a -- "$file"); [ "$mode" = "\#(wanted.isEmpty ? "0" : wanted)" ] || { echo "its mode is $mode, and should be \#(mode)"; exit 1; }"#
      )
    }
    if let owner = file.owner {
      let format = owner.contains(":") ? "%U:%G" : "%U"
      lines.append(
        #"owner=$(stat -L -c \#(format) -- "$file"); [ "$owner" = "\#(owner)" ] || { echo "it is $owner's, and should be \#(owner)'s"; exit 1; }"#
      )
    }
    if let text = file.contains {
      lines.append(
        #"grep -qFe \#(shellWord(text)) -- "$file" || { echo "no line has "\#(shellWord(text)); exit 1; }"#)
    }
    return GuestPart(name: name, kind: .file, body: lines.joined(separator: "\n"))
  }
}

/// Names that are all different: a recipe may ask for one thing twice.
struct UniqueNames {
  private var counts: [String: Int] = [:]

  mutating func next(_ name: String) -> String {
    counts[name, default: 0] += 1
    return counts[name] == 1 ? name : "\(name) (\(counts[name] ?? 0))"
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
