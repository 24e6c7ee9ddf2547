#!/bin/sh
# Writes Sources/AnswerFiles/Kickstart/Facts/KickstartTable.swift anew: what each release's kickstart takes, from the pykickstart
# that scripts/validators.txt pins.
set -eu
cd "$(dirname "$0")/.."
scripts/install-validators.sh
table=$(.build/validators/bin/python scripts/kickstart-facts.py)
printf '%s\n' "$table" > Sources/AnswerFiles/Kickstart/Facts/KickstartTable.swift
