#!/usr/bin/python3
"""Runs the commands of the templates in examples/ci, as their runner would: each job's lines by sh, in a checkout with a
folder 'recipes' of two small appliances, the stand-in installer's. What only a runner can do (images, caches, artefacts) is
not tried. A few minutes without KVM.
  ci-templates.py KILN
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

here = pathlib.Path(__file__).resolve().parent
kiln = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else here / "../.build/release/kiln").resolve()


def gitlab(template):
    """Jobs of a GitLab pipeline: a list of lines each, in the order of their stages."""
    jobs = {name: job for name, job in template.items() if isinstance(job, dict) and "script" in job}
    for name, job in sorted(jobs.items(), key=lambda item: template["stages"].index(item[1]["stage"])):
        yield name, template["variables"], job["script"]


def github(template):
    """Jobs of a GitHub workflow; what they 'use' is the runner's."""
    for name, job in template["jobs"].items():
        yield name, template["env"], [step["run"] for step in job["steps"] if "run" in step]


def run(template, jobs):
    with tempfile.TemporaryDirectory(prefix="kiln-ci-") as folder:
        recipes = pathlib.Path(folder, "recipes")
        subprocess.run([here / "stand-in-recipes.sh", recipes, "base"], check=True)
        # The stand-in knows no login: the report says 'not checked'.
        (recipes / "web.yaml").write_text('name: web\nparent: base\nversion: "1"\n')
        for name, variables, lines in jobs(yaml.safe_load(template.read_text())):
            environment = dict(os.environ, CI_PROJECT_DIR=folder, PATH=f"{folder}/bin:{os.environ['PATH']}")
            environment.pop("KILN_STORE", None)
            for key, value in variables.items():
                environment[key] = str(value).replace("$CI_PROJECT_DIR", folder)
            pathlib.Path(folder, "bin").mkdir(exist_ok=True)
            link = pathlib.Path(folder, "bin", "kiln")
            if not link.exists():
                link.symlink_to(kiln)
            for line in lines:
                print(f"== {template.name}: {name}: {line}", flush=True)
                subprocess.run(["sh", "-euc", line], check=True, cwd=folder, env=environment)
        for made in ("images/web-1.qcow2", "report/latest.html"):
            if not pathlib.Path(folder, made).exists():
                sys.exit(f"{template.name}: no {made}")


for name, jobs in {"gitlab-ci.yml": gitlab, "github-actions.yml": github}.items():
    run(here.parent / "examples/ci" / name, jobs)
print("== both templates ran")
