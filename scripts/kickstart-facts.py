"""Prints the facts of pykickstart's commands and sections as Swift: called by kickstart-facts.sh.

What argparse knows is read from its parsers; what a parser's `type` says is named here, and an unknown one is an error.
"""
from importlib.metadata import version
from pykickstart.parser import KickstartParser
from pykickstart.version import makeVersion

RELEASES = ["RHEL7", "RHEL8", "RHEL9", "RHEL10"] + ["F%d" % number for number in range(41, 47)]

# Commands that read their words by themselves.
RAW = {"auth", "authconfig", "authselect", "deviceprobe", "realm"}
EMPTY = {"cdrom", "hmc"}
# Words that argparse leaves over, and the command takes.
EXTRA = {"device": ["<module> text 1"], "btrfs": ["<partitions> text *"]}

# Types that take any text.
TEXTS = {"commaSplit", "mountpoint", "firewall_port_cb", "part_cb", "_device_cb", "_teamslaves_cb"}
# Types that look a text up, whatever its case, and where.
MAPS = {"_type_cb": "typeMap", "level_cb": "levelMap", "_level_cb": "levelMap", "_when_cb": "whenMap"}


def kind(action, command):
    if action.nargs == 0:
        return "flag"
    if action.choices:
        return "one:" + "|".join(action.choices)
    name = getattr(action.type, "__name__", None)
    if name is None or name in TEXTS:
        return "text"
    if name == "int":
        return "int"
    if name == "ksboolean":
        return "bool"
    if name in MAPS:
        return "anycase:" + "|".join(key.lower() for key in getattr(command, MAPS[name]))
    raise SystemExit("%s: what '%s' takes is unknown" % (action.option_strings, name))


def arguments(parser, command):
    for action in parser._actions:
        words = [",".join(action.option_strings) or "<%s>" % action.dest, kind(action, command)]
        if action.option_strings:
            if action.nargs not in (None, 0, 1, "?"):
                raise SystemExit("%s: %s values" % (words, action.nargs))
            words += ["optional"] if action.nargs == "?" else []
            words += ["required"] if action.required else []
            words += ["deprecated"] if action.deprecated else []
        else:
            words.append({None: "1", 1: "1", "?": "?", "*": "*"}[action.nargs])
        yield " ".join(words)


def facts(name, command):
    parse = type(command).parse.__qualname__
    if parse == "RemovedCommand.parse":
        return ["removed"]
    if parse == "DeprecatedCommand.parse":
        return ["ignored"]
    lines = ["excludes " + " ".join(command.conflictingCommands)] if command.conflictingCommands else []
    if name in RAW or name == "method":
        return lines + ["raw"]
    if name in EMPTY:
        return lines
    lines += EXTRA.get(name, [])
    return lines + list(arguments(command.op, command))


def sections(parser):
    for name, section in parser._sections.items():
        if hasattr(section, "_getParser"):
            yield name, list(arguments(section._getParser(), section))


def main():
    blocks = {}
    for release in RELEASES:
        handler = makeVersion(release)
        found = [(name, facts(name, command)) for name, command in handler.commands.items()]
        for name, lines in found + list(sections(KickstartParser(handler))):
            blocks.setdefault((name, "\n".join(lines)), []).append(release)
    print("// swift-format-ignore-file")
    print("// Written by scripts/kickstart-facts.sh; do not edit.\n")
    print("extension KickstartFacts {")
    print("  /// The pykickstart that the facts are from.")
    print('  static let version = "%s"\n' % version("pykickstart"))
    print("  /// A block for each command or section, with the releases that read it so; ``KickstartFacts`` says what its lines mean.")
    print('  static let table = #"""')
    for (name, lines), releases in sorted(blocks.items(), key=lambda block: (block[0][0], RELEASES.index(block[1][0]))):
        print("    %s %s" % (name, " ".join(releases)))
        for line in filter(None, lines.split("\n")):
            print("      " + line)
    print('    """#')
    print("}")


main()
