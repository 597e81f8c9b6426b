#!/usr/bin/python3
"""Asks dkimpy, which shares no code with NewsBot, whether every DKIM signature of a message holds.

verify.py RECORDS <MESSAGE: RECORDS has a line "NAME VALUE" for each TXT record; no DNS is asked.
Prints "ALGORITHM pass" or "ALGORITHM fail: why" for each signature from the top. Exit code: 0 all hold,
1 not all do or there is none, 3 dkimpy or PyNaCl (for Ed25519) is missing.
"""
import re
import sys

try:
    import dkim
    import nacl.signing  # noqa: F401  dkimpy says only later that it is missing
except ImportError as missing:
    print(f"{missing} (apt-get install python3-dkim python3-nacl)", file=sys.stderr)
    sys.exit(3)

with open(sys.argv[1], encoding="ascii") as file:
    records = dict(line.rstrip("\n").split(" ", 1) for line in file)


def lookup(name, timeout=5):
    value = records.get(name.decode("ascii").rstrip("."))
    return value and value.encode("ascii")


message = sys.stdin.buffer.read()
header = message.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
found = re.findall(rb"(?im)^dkim-signature:(?:.|\r?\n[ \t])*?\ba=([a-z0-9-]+)", header)
good = len(found) > 0
for index, algorithm in enumerate(found):
    try:
        holds, why = dkim.DKIM(message, minkey=2048).verify(idx=index, dnsfunc=lookup), "the signature does not fit"
    except dkim.DKIMException as failure:
        holds, why = False, str(failure)
    print(algorithm.decode("ascii"), "pass" if holds else f"fail: {why}")
    good = good and holds
sys.exit(0 if good else 1)
