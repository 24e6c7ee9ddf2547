#!/usr/bin/env python3
"""Searches the raw bytes of disk images and layers: raw-search.py [--canary TEXT] FILE...

Looks for private keys by their headers, and for TEXT as it is, reversed, and in base64 at each of its three offsets. A file that
ends in .qcow2 is searched as it is on this host, and then as the guest sees it. Prints what it finds with its offset; exit status
1 if that is anything.
"""
import argparse
import base64
import os
import re
import subprocess
import sys
import tempfile

# A header alone is in programs that write keys; what follows it is in keys only (RFC 7468, PROTOCOL.key of OpenSSH).
KEYS = rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\r?\n(?:[A-Za-z-]+: [^\n]*\n|\r?\n)*[A-Za-z0-9+/]{40}"
CHUNK, OVERLAP = 16 << 20, 4096


def forms(text):
    """A text in all the forms that are looked for, by name."""
    raw = text.encode()
    result = {"whole": raw, "reversed": raw[::-1]}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        # The ends depend on what is before and after.
        result[f"base64 at {shift}"] = encoded[4 if shift else 0 : len(encoded) - 4]
    return result


def extents(file):
    """The stretches of a file that are not holes."""
    end = 0
    while True:
        try:
            start = os.lseek(file, end, os.SEEK_DATA)
        except OSError:
            return
        end = os.lseek(file, start, os.SEEK_HOLE)
        yield start, end


def search(path, patterns):
    """Pairs of a pattern's name and where it is."""
    with open(path, "rb") as file:
        for start, end in extents(file.fileno()):
            place, rest = start, b""
            file.seek(start)
            while place < end:
                block = file.read(min(CHUNK, end - place))
                data = rest + block
                for name, pattern in patterns.items():
                    for match in pattern.finditer(data):
                        if match.end() > len(rest):
                            yield name, place - len(rest) + match.start()
                place, rest = place + len(block), data[-OVERLAP:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--canary", action="append", default=[])
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    patterns = {"private key": re.compile(KEYS)}
    for text in options.canary:
        patterns.update({f"canary, {name}": re.compile(re.escape(form)) for name, form in forms(text).items()})
    found = 0
    for path in options.files:
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
            views = {path: path}
            if path.endswith(".qcow2"):
                views[f"{path} as the guest sees it"] = f"{folder}/raw"
                subprocess.run(["qemu-img", "convert", "-f", "qcow2", "-O", "raw", path, f"{folder}/raw"], check=True)
            for title, view in views.items():
                counts = {}
                for name, place in search(view, patterns):
                    first, count = counts.get(name, (place, 0))
                    counts[name] = (first, count + 1)
                for name, (first, count) in counts.items():
                    print(f"{title}: {name}: {count}, the first at byte {first}")
                    found += count
    sys.exit(1 if found else 0)


main()
