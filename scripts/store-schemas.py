#!/usr/bin/python3
"""Holds the JSON in a store to its schemas.

usage: store-schemas.py STORE...

Each schema in schemas/store says by 'x-files' which files it is of: patterns of paths in the store. JSON that no schema is of is a fault,
too. Needs Debian's python3-jsonschema. Prints each fault, or how many files of each schema there were.
"""
import collections, fnmatch, glob, json, os, sys, warnings

warnings.simplefilter("ignore")
from jsonschema import Draft202012Validator, RefResolver

FOLDER = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../schemas")
# What others wrote, images, what comes and goes, and what is set aside.
FOREIGN = ("media/sha256/", "media/names/", "media/scratch/", "media/indexes/verified/", "images/blobs/", "logs/", "work/", "damaged/")
# SPDX, CycloneDX and DSSE have schemas of their own.
STANDARDS = ("/spdx.json", "/cdx.json", ".dsse.json")


def documents(path, text):
    """A file's JSON: one document, or one a line; behind a digest in a line of its own, a record of media."""
    head, _, rest = text.partition("\n")
    if len(head) == 64 and rest: text = rest
    try: return [json.loads(text)]
    except json.JSONDecodeError: return [json.loads(line) for line in text.splitlines() if line]


def named(path, patterns):
    """As a shell matches: a pattern's folders are as deep as the path's."""
    parts = path.split("/")
    return any(len(parts) == len(pattern.split("/")) and all(map(fnmatch.fnmatchcase, parts, pattern.split("/")))
        for pattern in patterns)


def main(stores):
    schemas = [json.load(open(path)) for path in glob.glob(FOLDER + "/**/*.schema.json", recursive=True)]
    known = {schema["$id"]: schema for schema in schemas}
    counts, faults = collections.Counter(), []

    def check(path, document, schema):
        Draft202012Validator.check_schema(schema)
        counts[schema["title"]] += 1
        validator = Draft202012Validator(schema, resolver=RefResolver(schema["$id"], schema, store=known))
        faults.extend(f"{path}: {error.json_path}: {error.message[:300]}" for error in validator.iter_errors(document))

    def check_file(store, path):
        name = os.path.relpath(path, store)
        found = [schema for schema in schemas if named(name, schema.get("x-files", []))]
        if not found and (name.startswith(FOREIGN) or name.endswith(STANDARDS) or not open(path, "rb").read(1) in (b"{", b"[")): return
        if len(found) != 1: return faults.append(f"{path}: {len(found) or 'no'} schemas")
        for document in documents(path, open(path, encoding="utf-8").read()):
            check(path, document, found[0])
            for artifact in document.get("artifacts", []) if isinstance(document, dict) else []:
                kept = {"descriptor": "descriptor", "recipe": "store/appliance"}.get(artifact["kind"])
                blob = f"{store}/images/blobs/sha256/{artifact['digest']}"
                if kept and os.path.exists(blob):
                    check(blob, json.load(open(blob)), known[f"https://kiln.example/schemas/{kept}.schema.json"])

    for store in stores:
        for folder, _, names in os.walk(store):
            for name in names: check_file(store, os.path.join(folder, name))
    for title, count in sorted(counts.items()): print(f"{count:6} {title}")
    if not counts: faults.append(f"{' '.join(stores)}: nothing to look at")
    sys.exit("\n".join(faults) or 0)


if len(sys.argv) < 2: sys.exit(__doc__)
main(sys.argv[1:])
