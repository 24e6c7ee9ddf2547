#!/usr/bin/python3
"""Runs the commands of README.md, docs/tutorial.md and docs/running.md, page by page, each page in a folder of its own.

  docs-check.py [--long] [--write] [--kiln PROGRAM] [--store DIR] [PAGE…]

A block of 'sh' is run by bash, in the order of the page. A block of 'yaml', 'sh' or 'html' that begins with a comment of a path
(# shop/shop.yaml) is written to that file instead. A block of 'text' after one of 'sh' is what that prints: its lines must occur in
this order, where numbers, keys and the width of columns do not count, and '…' stands for any text at the end of a line, or for
any lines; --write puts in its place what is printed now. A comment on the line above a block says what is special about it:

  <!-- long: WHY -->      run with --long only
  <!-- skip: WHY -->      never run here
  <!-- status: N -->      ends with status N

Without --store each page has a new store.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
PAGES = ["README.md", "docs/tutorial.md", "docs/running.md"]
BLOCK = re.compile(r"(?P<marks>(?:^<!-- .*? -->\n)*)^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
FILE = re.compile(r"(?:#|<!--) ([\w./-]+/[\w.-]+)(?: -->)?\n")


def shape(line):
    """A line without what differs from run to run."""
    line = re.sub(r"\b[0-9a-f]{12}\b", "KEY", re.sub(r"\x1b\[[0-9;]*m", "", line))
    line = re.sub(r"-?\d{4}-\d\d-\d\d(T[\d:]+Z)?", "DATE", line)
    line = re.sub(r"(\d+ (h|min|s)\b ?)+", "TIME ", line)
    return re.sub(r"\s+", " ", re.sub(r"\d+(\.\d+)*", "N", line)).strip()


def missing(expected, printed):
    """The first expected line that does not follow in what was printed."""
    lines = iter([shape(line) for line in printed.splitlines()])
    for line in expected.splitlines():
        wanted = shape(line)
        same = (lambda other: other.startswith(wanted[:-1])) if wanted.endswith("…") else wanted.__eq__
        if wanted not in ("", "…") and not any(map(same, lines)):
            return line
    return None


def check(page, options, folder):
    """Runs a page's blocks; returns its text with what they printed, and what went wrong."""
    text, faults, after, printed = page.read_text(), [], 0, None
    made, count = [], 0
    environment = dict(os.environ, PATH=f"{folder}/.bin:{os.environ['PATH']}", NO_COLOR="1", COLUMNS="100")
    environment["KILN_STORE"] = options.store or f"{folder}/.store"
    os.makedirs(f"{folder}/.bin")
    os.symlink(options.kiln, f"{folder}/.bin/kiln")
    for block in BLOCK.finditer(text):
        made.append(text[after:block.start("text")])
        body, kind, marks = block["text"], block["kind"], dict(re.findall(r"<!-- (\w+): (.*?) -->", block["marks"]))
        after = block.end("text")
        where = f"{page.relative_to(root)}:{text.count(chr(10), 0, block.start('text')) + 1}"
        named = FILE.match(body)
        if kind == "text" and printed is not None:
            if options.write:
                body = printed
            elif line := missing(body, printed):
                faults.append(f"{where}: not printed: {line}\n{printed}")
        elif named and kind in ("yaml", "sh", "html"):
            path = pathlib.Path(folder, named[1])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body[named.end():] if kind != "yaml" else body)
        made.append(body)
        if kind == "text":
            continue
        printed = None
        if kind != "sh" or named or "skip" in marks or ("long" in marks and not options.long):
            continue
        print(f"== {where}\n{body}", end="", flush=True)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", body], cwd=folder, env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        printed, count = done.stdout.replace(environment["KILN_STORE"], "~/.local/share/kiln"), count + 1
        printed = printed.replace(folder + "/", "").replace(f"{root}/", "/usr/share/kiln/")
        printed = re.sub(r"https?://[^/ ]+/debian", "http://mirror.example.org/debian", printed)
        print(printed, end="", flush=True)
        if done.returncode != int(marks.get("status", 0)):
            faults.append(f"{where}: status {done.returncode}\n{printed}")
    made.append(text[after:])
    print(f"== {page.relative_to(root)}: {count} blocks run")
    return "".join(made), faults


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--long", action="store_true")
parser.add_argument("--write", action="store_true")
parser.add_argument("--kiln", default=root / ".build/release/kiln", type=lambda path: pathlib.Path(path).resolve())
parser.add_argument("--store")
parser.add_argument("pages", nargs="*", default=PAGES)
options = parser.parse_args()
faults = []
for name in options.pages:
    with tempfile.TemporaryDirectory(prefix="kiln-docs-") as folder:
        text, found = check(root / name, options, folder)
    faults += found
    if options.write:
        (root / name).write_text(text)
print("".join(f"FAILED {fault}\n" for fault in faults) or "== all blocks do what the pages say", end="\n")
sys.exit(1 if faults else 0)
