import Diagnostics
import Recipes

/// What a person should be told of the answers in a file that others may have written for a plain installer: what it must
/// not do, and what has no effect here.
struct PreseedReview {
  private(set) var problems: [Diagnostic] = []
  private(set) var warnings: [Diagnostic] = []

  /// How many questions more may be compared with all that are known.
  private var suggestions = 20

  init(_ directives: [Directive]) {
    for directive in directives { review(directive) }
  }

  private mutating func review(_ directive: Directive) {
    let name = directive.question.name
    let origin = directive.lines.first?.origin ?? .standard
    if directive.question.owner == "d-i", !directive.isFlag, let reason = Self.fetched[name],
      !directive.value.isEmpty
    {
      return problems.append(Diagnostic("'\(name)' \(reason)", from: origin))
    }
    if let mark = TemplateMark.first(in: directive.value, isShell: name.hasSuffix("_command")) {
      warnings.append(
        Diagnostic("'\(mark)' looks like another tool's template, which nothing fills in", from: origin))
    }
    if directive.isFlag, directive.value == "false" {
      let message = "'\(name)' is marked to be asked; an unattended install answers it by its default"
      warnings.append(Diagnostic(message, from: origin))
    }
    let isUnknown = directive.question.owner == "d-i" && DebconfQuestions.all[name] == nil
    if isUnknown { suggestions -= 1 }
    switch DebconfFinding.of(directive, suggesting: suggestions >= 0) {
    case .wrong(let message): problems.append(Diagnostic(message, from: origin))
    case .doubtful(let message): warnings.append(Diagnostic(message, from: origin))
    case nil: if let message = unheeded(directive) { warnings.append(Diagnostic(message, from: origin)) }
    }
  }

  /// What is fetched or run from elsewhere while installing is in no key.
  private static let fetched: [String: String] = {
    let include = "would fetch answers that Kiln does not see; write them here"
    let run =
      "would fetch and run a script that Kiln does not see; write it in 'preseed/early_command', or as a script of the recipe"
    let place = "says where answers are fetched from, and Kiln serves them itself; remove it"
    return [
      "preseed/include": include, "preseed/include/checksum": include,
      "preseed/include_command": "would name answers to be fetched that Kiln does not see; write them here",
      "preseed/run": run, "preseed/run/checksum": run, "preseed/boot_command": run,
      "preseed/url": place, "preseed/url/checksum": place, "preseed/file": place,
      "preseed/file/checksum": place,
      "auto-install/defaultroot": place, "auto-install/classes": place,
    ]
  }()

  /// Components that are not loaded ask nothing: what is told by whom else.
  private func unheeded(_ directive: Directive) -> String? {
    let (name, value) = (directive.question.name, directive.value)
    guard directive.question.owner == "d-i" || name.hasPrefix("tasksel/") else { return nil }
    switch name {
    case "tasksel/first", "tasksel/desktop", "tasksel/tasks":
      return value.isEmpty
        ? nil : "'\(name)' has no effect: no tasks are installed; list packages, such as task-ssh-server"
    case "debian-installer/add-kernel-opts":
      return value.isEmpty ? nil : "'\(name)' has no effect: name them in 'install.kernel_arguments'"
    case "clock-setup/ntp-server":
      return "'\(name)' has no effect: name it in 'install.ntp_servers'"
    case "netcfg/get_ipaddress", "netcfg/get_netmask", "netcfg/get_gateway", "netcfg/get_nameservers",
      "netcfg/disable_autoconfig", "netcfg/disable_dhcp":
      return "'\(name)' has no effect: the network is up before this file can be fetched by it"
    case "clock-setup/utc":
      return value == "true" ? nil : "'\(name)' has no effect: the clock of a virtual machine is in UTC"
    case "apt-setup/services-select":
      return value.contains("backports") ? "'\(name)' has no effect: no source of backports is written" : nil
    case _ where name.hasPrefix("apt-setup/local"):
      return
        "'\(name)' has no effect: only the recipe's archive is set up; add the source by 'files' of the recipe"
    case _
    where ["network-console/", "rescue/", "partman-iscsi/", "save-logs/"].contains { name.hasPrefix($0) }:
      return "'\(name)' has no effect: that component of the installer is not loaded"
    default: return nil
    }
  }
}

/// Marks of templates that were to be filled in before an installer reads the file.
enum TemplateMark {
  /// The first mark in a text; in a shell's, `${x}` is the shell's own.
  static func first(in text: String, isShell: Bool) -> Substring? {
    let found = text.firstMatch(
      of: #/@@[A-Za-z_][A-Za-z0-9_.]*@@|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|<%[^%\n]*%>|\[%[^%\n]*%\]/#)
    if let found { return found.output }
    return isShell ? nil : text.firstMatch(of: #/\$\{[A-Za-z_][A-Za-z0-9_.:-]*\}/#)?.output
  }

  /// A line of such a template that stands there as a comment, as `#if $x`.
  static func directive(in line: String) -> Substring? {
    line.prefixMatch(of: #/#(if|elif|else if|unless|for|set) \$.*|#end (if|for|unless)\b.*/#)?.output.0
  }
}
