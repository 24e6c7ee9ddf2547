#!/usr/bin/env bash
# Shows that what Kiln signs is read by programs of others, and that Kiln reads what others sign. Builds an image (seconds, where the store
# has its layers) with Ed25519 and ECDSA keys and a signing command, and then
#   - verifies each envelope and each file with openssl, jq and sha256sum alone, by the commands of docs/trust.md;
#   - verifies each envelope with securesystemslib, and reads each statement and predicate with in-toto-attestation, which refuse what
#     they do not know;
#   - has securesystemslib sign the same statements with keys of its own, and Kiln verify them;
#   - changes each file by a byte, and has Kiln refuse it;
#   - compares the time of `kiln verify` with that of sha256sum over the same files.
#   attest-test.sh [NAME [OPTION...]]    a recipe (standard: web), and options of `kiln build`
# KILN names the program; VALIDATORS a folder with a Python that has what scripts/validators.txt lists.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
[ -x "$kiln" ] || kiln=$(command -v kiln)
kiln=$(realpath "$kiln")
python=${VALIDATORS:-$PWD/.build/validators}/bin/python3
for need in jq openssl gpg; do
  command -v $need > /dev/null || { echo "attest-test.sh: NOT RUN: $need is missing: apt-get install $need" >&2; exit 4; }
done
"$python" -c 'import securesystemslib, in_toto_attestation' 2> /dev/null ||
  { echo "attest-test.sh: NOT RUN: $python lacks securesystemslib or in-toto-attestation: scripts/install-validators.sh" >&2; exit 4; }
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-attest.XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
ok() { echo "ok: $*"; }
export KILN_LIBRARY=$PWD KILN_KEYS=$work/keys XDG_STATE_HOME=$work/state GNUPGHOME=$work/gpg
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
name=${1:-web}
[ $# = 0 ] || shift

# Keys as anyone makes them: one of each kind in a file, one that only a command can use, and one of OpenPGP.
openssl genpkey -algorithm ed25519 -out "$work/a.pem" 2> /dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/b.pem" 2> /dev/null
openssl genpkey -algorithm ed25519 -out "$work/token.pem" 2> /dev/null
chmod 600 "$work"/*.pem
for key in a b token; do openssl pkey -in "$work/$key.pem" -pubout -out "$work/$key.pub"; done
cat > "$work/sign.sh" << SIGN
text=\$(mktemp) && cat > "\$text"
openssl pkeyutl -sign -inkey '$work/token.pem' -rawin -in "\$text" && rm "\$text"
SIGN
mkdir -m 700 "$work/gpg"
gpg --batch --quiet --passphrase '' --quick-generate-key 'Images <images@example.org>' ed25519 sign 2> /dev/null
cat > "$work/site.yaml" << SITE
signing: {keys: [a.pem, b.pem], command: "sh $work/sign.sh", command_key: token.pub, openpgp: images@example.org}
SITE

out=$work/out
"$kiln" build "$name" -o "$out" --site "$work/site.yaml" "$@"
provenance=$(echo "$out"/*.provenance.dsse.json)
stem=${provenance%.provenance.dsse.json}
[ -e "$provenance" ] || fail "no provenance in $out"
verify() { "$kiln" verify "$stem.json" --no-state "$@"; }
verify --key "$work/a.pub" --key "$work/b.pub" --key "$work/token.pub" --threshold 3
ok "three keys have signed, as kiln verify has it"

# By the commands of docs/trust.md.
cd "$work"
for envelope in "$stem".*.dsse.json; do
  jq -r .payload "$envelope" | base64 -d > payload
  { printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c < payload)"; cat payload; } > signed
  jq -r '.signatures[0].sig' "$envelope" | base64 -d > sig
  openssl pkeyutl -verify -pubin -inkey a.pub -rawin -in signed -sigfile sig > /dev/null || fail "openssl: $envelope"
  jq -r '.signatures[1].sig' "$envelope" | base64 -d > sig
  openssl dgst -sha256 -verify b.pub -signature sig signed > /dev/null || fail "openssl, ECDSA: $envelope"
  (cd "$out" && jq -r '.subject[] | "\(.digest.sha256)  \(.name)"' "$work/payload" | sha256sum --quiet -c) || fail "sha256sum: $envelope"
  ok "openssl and sha256sum: $(basename "$envelope")"
done
(cd "$out" && gpg --batch --quiet --verify SHA256SUMS.asc SHA256SUMS 2> /dev/null && sha256sum --quiet -c SHA256SUMS) || fail "SHA256SUMS.asc"
ok "gpg: SHA256SUMS.asc"

cat > "$work/others.py" << 'PYTHON'
import base64, glob, json, sys
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from google.protobuf import json_format
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

stem, work = sys.argv[1:]
keys = [SSlibKey.from_crypto(load_pem_public_key(open(f"{work}/{k}.pub", "rb").read())) for k in ("a", "b", "token")]
signers = [CryptoSigner.generate_ed25519(), CryptoSigner.generate_ecdsa()]
for number, signer in enumerate(signers):
    key = signer.public_key
    text = key.keyval["public"]
    if key.keytype == "ed25519":
        text = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(text)).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    open(f"{work}/theirs-{number}.pub", "w").write(text)
predicates = {
    "https://slsa.dev/provenance/v1": provenance_pb2.Provenance,
    "https://in-toto.io/attestation/test-result/v0.1": test_result_pb2.TestResult,
}
for path in sorted(glob.glob(f"{stem}.*.dsse.json")):
    document = json.load(open(path))
    envelope = Envelope.from_dict(json.loads(json.dumps(document)))
    assert len(envelope.verify(keys, 3)) == 3, path
    changed = Envelope(envelope.payload + b" ", envelope.payload_type, envelope.signatures)
    try:
        changed.verify(keys, 1)
        sys.exit(f"{path}: a changed payload was accepted")
    except VerificationError:
        pass
    Statement.copy_from_pb(json_format.Parse(envelope.payload, statement_pb2.Statement())).validate()
    statement = json.loads(envelope.payload)
    known = predicates.get(statement["predicateType"])
    if known: json_format.Parse(json.dumps(statement["predicate"]), known())
    # The same statement in another program's bytes: keys in another order, spaces, signed by its keys.
    payload = json.dumps(dict(reversed(list(statement.items()))), indent=1).encode()
    theirs = Envelope(payload, "application/vnd.in-toto+json", {})
    for signer in signers: theirs.sign(signer)
    json.dump(theirs.to_dict(), open(path, "w"), indent=2)
    print(f"ok: securesystemslib and in-toto-attestation: {path.rsplit('/', 1)[1]}, {statement['predicateType']}")
PYTHON
mkdir -p "$work/theirs" && cp -a --reflink=auto "$out/." "$work/theirs"
# It has digests of the envelopes that were there before.
rm "$work/theirs/SHA256SUMS" "$work/theirs/SHA256SUMS.asc"
"$python" "$work/others.py" "$work/theirs/$(basename "$stem")" "$work"
theirs=$work/theirs/$(basename "$stem").json
"$kiln" verify "$theirs" --no-state --key "$work/theirs-0.pub" --key "$work/theirs-1.pub" --threshold 2 | sed 's/^/ok: signed by securesystemslib: /;q' ||
  fail "kiln refuses what securesystemslib has signed"
! "$kiln" verify "$theirs" --no-state --key "$work/a.pub" > /dev/null || fail "a stranger's signatures were accepted"

for file in "$stem".*; do
  cp --reflink=auto "$file" "$work/kept"
  printf 'X' | dd of="$file" bs=1 seek=$(($(stat -c %s "$file") / 2)) conv=notrunc status=none
  cmp -s "$file" "$work/kept" && printf 'Y' | dd of="$file" bs=1 seek=$(($(stat -c %s "$file") / 2)) conv=notrunc status=none
  status=0
  said=$(verify --key "$work/a.pub" 2>&1) || status=$?
  [ $status = 1 ] && grep -qF "$(basename "$file")" <<< "$said" || fail "a byte of $file was changed: $status, $said"
  cp --reflink=auto "$work/kept" "$file"
done
verify --key "$work/a.pub" > /dev/null || fail "the image as it was"
ok "a byte of each file changed: refused, and named"

# The least of five: what else this host does only adds.
least() {
  for _ in 1 2 3 4 5; do
    local start=$EPOCHREALTIME
    "$@" > /dev/null
    echo $((${EPOCHREALTIME/./} - ${start/./}))
  done | sort -n | head -1
}
mapfile -t files < <(printf '%s\n' "$stem".* "$stem"-* | grep -v '\*')
sums=$(least sha256sum "${files[@]}")
ours=$(least verify --key "$work/a.pub")
echo "kiln verify $((ours / 1000)) ms, sha256sum of the same files $((sums / 1000)) ms: $((ours * 100 / sums)) %"
