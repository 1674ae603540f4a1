"""What signatures say about themselves: whose name stands behind "By:"."""

from __future__ import annotations

import pytest

from extractor.repair.fields import Choice
from extractor.repair.signatures import by_oneself
from models.evidence import Candidate

OWNER, SIGNATURE = "reportingOwner[1]/reportingOwnerId/rptOwnerName", "ownerSignature[1]/signatureName"


@pytest.mark.parametrize(
    ("owner", "signature", "value"),
    [
        ("MARSH ELEANOR T", "By: /s/ Eleanor T. Marsh", "/s/ Eleanor T. Marsh"),
        ("MARSH ELEANOR T", "By: /s/ Corey Roe, Attorney-in-Fact", "By: /s/ Corey Roe, Attorney-in-Fact"),
        ("MARSH ELEANOR T", "By: /s/ Eleanor T. Marsh, Trustee", "By: /s/ Eleanor T. Marsh, Trustee"),
        ("Marlin Capital Partners II, L.P.", "By: /s/ Marlin Capital Partners II, L.P.",
         "By: /s/ Marlin Capital Partners II, L.P."),
    ],
)  # fmt: skip
def test_by_before_a_person_s_own_name_is_the_line_s_label(owner: str, signature: str, value: str) -> None:
    said = {OWNER: Choice(Candidate(value=owner, score=1)), SIGNATURE: Choice(Candidate(value=signature, score=1))}
    chosen = by_oneself(said)[SIGNATURE]
    assert chosen.candidate is not None
    assert chosen.candidate.value == value
    assert [repair.before for repair in chosen.repairs] == ([] if value == signature else [signature])
