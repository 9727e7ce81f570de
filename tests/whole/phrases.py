"""Unique phrases for a day in the field, of which none may be readable anywhere afterwards."""

import random
from collections.abc import Iterator

WHO = "heron curlew lapwing magpie dunnock siskin bittern wagtail kestrel plover avocet goshawk pipit redwing".split()
DID = "carried folded polished borrowed mended painted counted buried hummed measured weighed posted ironed".split()
WHAT = "umbrella kettle ledger trombone marzipan thimble accordion lantern saucepan barometer hammock".split()
WHERE = "greenhouse lighthouse bandstand ropewalk brickyard millpond orangery boathouse signalbox tannery".split()


def unique_phrases(seed: int) -> Iterator[str]:
    """Phrases of four words, no two alike, for ever."""
    chance, told = random.Random(seed), set[str]()
    while True:
        phrase = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)} {chance.choice(WHERE)}"
        if phrase not in told:
            told.add(phrase)
            yield phrase
