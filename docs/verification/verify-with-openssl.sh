#!/bin/sh
# Verifies a run directory with openssl, jq and sha256sum, and the signer's public key alone:
#   verify-with-openssl.sh RUN signing.pub.pem
set -eu
if [ $# -ne 2 ]; then
    echo "usage: verify-with-openssl.sh RUN PUBLIC_KEY" >&2
    exit 2
fi
run=$1
key=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The payload that was signed, byte for byte; it must be manifest.json.
jq -r .payload "$run/manifest.dsse.json" | openssl base64 -d -A > "$work/payload"
cmp "$work/payload" "$run/manifest.json"

# What a DSSE signature is over: a version, a type and a payload, the latter two with their lengths.
{
    printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < "$work/payload")"
    cat "$work/payload"
} > "$work/signed"

# The first signature that this key made, by the kind of key.
verified=no
count=$(jq '.signatures | length' "$run/manifest.dsse.json")
while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    jq -r ".signatures[$count].sig" "$run/manifest.dsse.json" | openssl base64 -d -A > "$work/signature"
    case $(openssl pkey -pubin -in "$key" -noout -text) in
        ED25519*) openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/signed" -sigfile "$work/signature" ;;
        *) openssl dgst -sha256 -verify "$key" -signature "$work/signature" "$work/signed" ;;
    esac > "$work/verdict" 2>&1 && verified=yes
done
if [ $verified = no ]; then
    cat "$work/verdict" >&2
    echo "no signature of $run/manifest.dsse.json is by $key" >&2
    exit 1
fi

# Every file that the statement names, and no other but what re-runs left: their own verdict, and what others attested.
jq -r '.subject[] | .digest.sha256 + "  " + .name' "$work/payload" > "$work/sums"
(cd "$run" && sha256sum --check --strict --quiet "$work/sums")
jq -r '.subject[].name' "$work/payload" | LC_ALL=C sort > "$work/named"
(cd "$run" && find . -type f ! -path ./manifest.json ! -path ./manifest.dsse.json ! -path ./reproduction.json \
    ! \( -path './reproductions/*.dsse.json' ! -path './reproductions/*/*' \) | sed 's|^\./||') |
    LC_ALL=C sort > "$work/found"
diff "$work/named" "$work/found"
echo "verified: signature and $(wc -l < "$work/sums" | tr -d ' ') files"
