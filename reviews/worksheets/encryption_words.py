"""How strong what people write of encryption is. Pure.

A cell is read as the weakest and the strongest it can mean, on one scale per column:

at rest     0 none · 1 a key the provider manages (SSE-S3, AWS-managed) · 2 a key of one's own
            (KMS CMK, CMEK)
in transit  0 none · 1 SSL, TLS 1.0 and 1.1 · 2 TLS 1.2 and 1.2+, which takes 1.2 too · 3 1.3
keys        0 none · 1 AWS-managed · 2 customer-managed · 3 and rotates by itself · 4 HSM-backed

"AES-256" alone says nothing of the key: it is 1 to 2. "TLS" and "SSL" alone are 1 to 3. Of
several versions the oldest counts. What is denied, planned or not known is not understood
(None): better no verdict than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AT_REST, IN_TRANSIT, KEYS = "at_rest", "in_transit", "keys"


@dataclass(frozen=True, slots=True)
class Strength:
    """What a text means: at least and at most."""

    least: int
    most: int


_NONE = re.compile(
    r"none|no|nothing|not encrypted|unencrypted|no encryption|plain ?text|clear ?text|plain http|"
    r"http|http only|no keys?|no tls|without encryption"
)
# Then the words around say something else than a decision that holds.
_DOUBT = re.compile(
    r"\b(?:no|not|non|never|without|un\w+ed|except|unless|instead|planned|plan|todo|tbd|soon|later|"
    r"until|will|should|maybe|former\w*|previously|optional\w*|some|partly|partially|disabled|off|"
    r"deprecated|migrat\w+|was|were|either)\b|\?"
)
_CUSTOMER = re.compile(
    r"\bcmks?\b|\bcmek\b|\bcsek\b|\bsse-?c\b|\bbyok\b|\bhyok\b|\bcustomer[- ](?:managed|owned|"
    r"supplied|provided)\b|\bown keys?\b|\bclient[- ]side\b|\bself[- ]managed\b"
)
_PROVIDER = re.compile(
    r"\bsse-?s3\b|\b(?:aws|amazon|google|azure|microsoft|provider|platform|cloud|service|s3)[- ]"
    r"(?:managed|owned)\b|\baws/\w+|\bdefault encryption\b|\bdefault keys?\b"
)
_SOME_KEY = re.compile(
    r"\baes\b|\baes[- ]?(?:128|192|256)\b|\b(?:d?sse-?)?kms\b|\bencrypted\b|\bsse\b"
)
_SECURED = re.compile(r"\b(?:m?tls|ssl)(?=\b|v?\d)|\bhttps\b|\bwss\b")
_VERSION = re.compile(r"(?<![\d.])1\.([0-3])(?!\.?\d)")
_OLD = re.compile(r"\bssl ?v?[23](?:\.0)?\b")
_ROTATES = re.compile(
    r"\bauto(?:matic(?:ally)?|mated)?[- ]?rotat\w+|\brotat\w+ (?:automatically|by itself)\b|"
    r"\bautomatic key rotation\b"
)
_ROTATED = re.compile(r"\brotat\w+")
_HSM = re.compile(r"\b(?:cloud)?hsms?\b|\bhsm[- ]backed\b|\bhardware security modules?\b")


def read(column: str, text: str) -> Strength | None:
    """How strong the text of a column is; None when it is not understood."""
    said = " ".join(text.lower().replace("_", "-").split()).strip(" .")
    if not said:
        return None
    if _NONE.fullmatch(said):
        return Strength(0, 0)
    if _DOUBT.search(said):
        return None
    return _READERS[column](said)


def _at_rest(said: str) -> Strength | None:
    own, theirs = bool(_CUSTOMER.search(said)), bool(_PROVIDER.search(said))
    if own and theirs:
        return None
    if own:
        return Strength(2, 2)
    if theirs:
        return Strength(1, 1)
    return Strength(1, 2) if _SOME_KEY.search(said) or _HSM.search(said) else None


def _in_transit(said: str) -> Strength | None:
    if not _SECURED.search(said):
        return None
    if _OLD.search(said):
        return Strength(1, 1)
    versions = [int(found) for found in _VERSION.findall(said)]
    if versions:
        # Ends of a range, a list, "1.2+": the oldest that is still taken.
        oldest = max(1, min(versions))
        return Strength(oldest, oldest)
    return Strength(1, 3) if not re.search(r"\d", said) else None


def _keys(said: str) -> Strength | None:
    own, theirs = bool(_CUSTOMER.search(said)), bool(_PROVIDER.search(said))
    if own and theirs:
        return None
    if _HSM.search(said) and not theirs:
        return Strength(4, 4)
    if theirs:
        return Strength(1, 1)
    if own:
        if _ROTATES.search(said):
            return Strength(3, 3)
        return Strength(2, 3) if _ROTATED.search(said) else Strength(2, 2)
    if _SOME_KEY.search(said):
        return Strength(1, 3)
    return None


_READERS = {AT_REST: _at_rest, IN_TRANSIT: _in_transit, KEYS: _keys}
