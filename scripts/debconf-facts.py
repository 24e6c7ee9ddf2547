#!/usr/bin/python3
"""Writes Sources/AnswerFiles/Preseed/DebconfFacts.swift anew: every question of Debian's installer and of the packages that it
preseeds, with type, owner and choices, as their templates have them (debconf-devel(7)).

    scripts/debconf-facts.py [FOLDER]

Components (udebs) and packages come from the archive that this host's apt is set up with, checked against its indexes; what
an archive no longer has in one release is taken from its source, else from the other release. FOLDER keeps downloads.
"""
import hashlib, io, lzma, os, re, subprocess, sys, tarfile, tempfile, urllib.request
from concurrent.futures import ThreadPoolExecutor

SUITES = {"bookworm": "12", "trixie": "13"}
PACKAGES = [
    "base-passwd", "console-setup", "dash", "debconf", "grub-efi-amd64", "grub-pc", "keyboard-configuration", "locales", "man-db",
    "mdadm", "openssh-server", "popularity-contest", "postfix", "tasksel", "tzdata", "unattended-upgrades",
]
# Libraries, fonts and drivers ask nothing.
SILENT = re.compile(r"^(lib|font|gtk|kernel-image|x11|xserver|espeak)|-modules-|-fonts?-")
OUTPUT = os.path.join(os.path.dirname(__file__), "../Sources/AnswerFiles/Preseed/DebconfFacts.swift")


def archive():
    lines = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CREATED_BY)"], capture_output=True, text=True, check=True)
    found = [line.split()[0] for line in lines.stdout.splitlines() if line.split()[0].rstrip("/").endswith("/debian")]
    return found[0].rstrip("/") if found else sys.exit("debconf-facts: apt knows no archive of Debian")


def fetch(url, folder, sha256=None):
    path = os.path.join(folder, re.sub(r"[^A-Za-z0-9._+-]", "_", url.split("://")[1]))
    if not os.path.exists(path):
        data = urllib.request.urlopen(url, timeout=60).read()
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            raise OSError(f"{url}: other than its index says")
        with open(path, "wb") as file:
            file.write(data)
    with open(path, "rb") as file:
        return file.read()


def stanzas(text):
    for stanza in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in stanza.splitlines():
            if line[:1].isspace() and key:
                fields[key] += "\n" + line.strip()
            elif ":" in line and not line.startswith("#"):
                key, value = line.split(":", 1)
                fields[key] = value.strip()
        if fields:
            yield fields


def index(base, folder, suite, path):
    return stanzas(lzma.decompress(fetch(f"{base}/dists/{suite}/main/{path}.xz", folder)).decode())


def templates_of_package(data):
    members = io.BytesIO(data)
    assert members.read(8) == b"!<arch>\n"
    while head := members.read(60):
        size = int(head[48:58])
        body = members.read(size + size % 2)[:size]
        if head.startswith(b"control.tar"):
            with tarfile.open(fileobj=io.BytesIO(body)) as control:
                names = [name for name in control.getnames() if name.lstrip("./") == "templates"]
                return control.extractfile(names[0]).read().decode("utf-8", "replace") if names else ""
    return ""


def templates_of_source(data):
    found = []
    with tarfile.open(fileobj=io.BytesIO(data)) as source:
        for member in source:
            if re.search(r"(^|/)debian/([^/]*\.)?templates(\.in|-in)?$", member.name) and member.isfile():
                found.append(source.extractfile(member).read().decode("utf-8", "replace"))
    return "\n\n".join(found)


def questions(text):
    for fields in stanzas(text):
        if "Template" in fields and "Type" in fields:
            keys = ["Choices-C", "Choices", "_Choices", "__Choices"]
            choices = next((fields[key] for key in keys if key in fields), "")
            yield fields["Template"], fields["Type"], re.sub(r"\s*\n\s*", " ", choices)


def main():
    base = archive()
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    facts, lacking, versions = {}, {}, {}

    def take(owner, text):
        for name, kind, choices in questions(text):
            fact = facts.setdefault(name, {"type": kind, "owners": set(), "choices": []})
            fact["owners"].add(owner)
            fact["type"] = kind
            listed = [choice.strip() for choice in re.split(r"(?<!\\),", choices) if choice.strip()]
            if "${" in choices:
                listed, fact["open"] = [], True
            fact["choices"] += [choice for choice in listed if choice not in fact["choices"]]

    for suite, release in SUITES.items():
        sources = {}
        for fields in index(base, folder, suite, "source/Sources"):
            sources[fields["Package"]] = fields
        wanted = [
            ("d-i", fields) for fields in index(base, folder, suite, "debian-installer/binary-amd64/Packages")
            if not SILENT.search(fields["Package"])
        ] + [
            (fields["Package"], fields) for fields in index(base, folder, suite, "binary-amd64/Packages")
            if fields["Package"] in PACKAGES
        ]
        newest = {(owner, fields["Package"]): fields for owner, fields in wanted}

        def text(item):
            (owner, name), fields = item
            try:
                return owner, name, fields["Version"], templates_of_package(
                    fetch(f"{base}/{fields['Filename']}", folder, fields["SHA256"]))
            except OSError:
                source = sources.get(fields.get("Source", name).split()[0], {})
                for line in source.get("Checksums-Sha256", "").split("\n"):
                    part = line.split()
                    if len(part) == 3 and re.search(r"\.tar\.\w+$", part[2]) and ".orig" not in part[2]:
                        try:
                            data = fetch(f"{base}/{source['Directory']}/{part[2]}", folder, part[0])
                            # One source makes several packages: their questions are told apart by nothing here.
                            return owner, name, source["Version"], templates_of_source(data) if owner == "d-i" else ""
                        except OSError:
                            pass
                return owner, name, None, ""

        with ThreadPoolExecutor(6) as pool:
            for owner, name, version, found in pool.map(text, sorted(newest.items())):
                if version is None:
                    lacking.setdefault(release, []).append(name)
                elif any(True for _ in questions(found)):
                    versions.setdefault(name, {})[release] = version
                    take(owner, found)
    lost = {release: sorted(name for name in names if name in versions) for release, names in lacking.items()}
    write(facts, versions, lost)
    gone = sorted(set.intersection(*map(set, lacking.values()))) if len(lacking) == len(SUITES) else []
    print(f"{len(facts)} questions of {len(versions)} components and packages; in no release: {' '.join(gone) or 'none'}")


def write(facts, versions, lost):
    lines = []
    for name, fact in sorted(facts.items()):
        # A package asks another way than the installer; a single choice is what an archive adds others to.
        is_open = fact.get("open") or len(fact["choices"]) < 2 or "d-i" in fact["owners"] and len(fact["owners"]) > 1
        choices = "" if is_open else ", ".join(fact["choices"])
        if fact["type"] not in ("select", "multiselect"):
            choices = ""
        owner = "d-i" if "d-i" in fact["owners"] else " ".join(sorted(fact["owners"]))
        if "d-i" in fact["owners"] and len(fact["owners"]) > 1:
            owner = "d-i " + " ".join(sorted(fact["owners"] - {"d-i"}))
        line = "\t".join([name, fact["type"], owner] + ([choices] if choices else []))
        # A substituted name stands for questions of many names.
        # What is only shown answers nothing.
        shown = fact["type"] == "title" or fact["type"] == "text" and re.search(r"/(text|progress|title|help|translation|\w+_(long|short))\b", name)
        if "${" not in name and not shown:
            lines.append(line)
    made = [
        name + " " + " ".join(f"{release}:{version}" for release, version in sorted(found.items()))
        for name, found in sorted(versions.items())
    ]
    text = [
        "// swift-format-ignore-file",
        "// Written by scripts/debconf-facts.py; do not edit.",
        "",
        "extension DebconfQuestions {",
        "  /// The templates that these facts are from, each with its version in Debian 12 and 13, united: what either takes is taken.",
        "  /// What the archive no longer had in a release is from the other one.",
        '  static let versions = #"""',
        *("    " + line for line in made),
        '    """#',
        "",
        "  /// A question a line, parted by tabs: name, type, owners, and its choices where they are the same on every machine.",
        '  static let text = #"""',
        *("    " + line for line in lines),
        '    """#',
        "}",
    ]
    for release, names in sorted(lost.items()):
        print(f"from the other release than {release}: {' '.join(names)}", file=sys.stderr)
    with open(OUTPUT, "w", encoding="utf-8") as file:
        file.write("\n".join(text) + "\n")


main()
