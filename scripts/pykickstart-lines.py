"""Prints each line of pykickstart's tests, with whether each release takes it, as JSON: called by pykickstart-lines.sh.

The tests are run with their two ways to state what is taken and what is not noting the line.
"""
import contextlib
import glob
import importlib
import io
import json
import os
import sys
import unittest
import warnings

source = sys.argv[1]
sys.path.insert(0, source)
open(os.path.join(source, "tests", "__init__.py"), "a").close()
os.chdir(source)

from pykickstart.parser import KickstartParser  # noqa: E402
from pykickstart.version import makeVersion  # noqa: E402
from tests import baseclass  # noqa: E402

RELEASES = ["RHEL7", "RHEL8", "RHEL9", "RHEL10", "F43", "F44"]
lines = {}


def noting(method):
    def noted(self, line, *arguments, **options):
        lines[line] = True
        return method(self, line, *arguments, **options)
    return noted


for test in (baseclass.CommandTest, baseclass.CommandSequenceTest, baseclass.ParserTest):
    for name in ("assert_parse", "assert_parse_error"):
        if name in vars(test):
            setattr(test, name, noting(vars(test)[name]))

suite = unittest.TestSuite()
for path in sorted(glob.glob("tests/commands/*.py")):
    module = importlib.import_module("tests.commands." + os.path.basename(path)[:-3])
    for name, test in vars(module).items():
        if name.endswith("TestCase") and isinstance(test, type):
            suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(test))
with open(os.devnull, "w") as nowhere:
    unittest.TextTestRunner(stream=nowhere).run(suite)


def takes(release, line):
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            KickstartParser(makeVersion(release)).readKickstartFromString(line.rstrip("\n") + "\n")
        except Exception:
            return False
    return True


warnings.simplefilter("ignore")
json.dump({release: {line: takes(release, line) for line in lines} for release in RELEASES}, sys.stdout)
