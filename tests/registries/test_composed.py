"""What readers compose is cut into criteria as the registry meant it: ids and texts, in order."""

from pathlib import Path

import pytest

import eligibility

FIXTURES = Path(__file__).parent.parent / "fixtures" / "registries"

MEANT = {
    "euctr.txt": [
        [
            *("I1 Dry eyes for at least 3 months", "I2 Schirmer test: below 5 mm", "I3 Age 18 or more"),
            *("E1 Contact lenses", "E2 Eye surgery: within 6 months"),
        ],
        ["I1 Boys with fever"],
    ],
    "euctr-form.json": [["I1 Adults", "I2 Claudication", "E1 Amputation"]],
    "ctis.json": [["I1 Takes one of:\n- warfarin\n- aspirin", "I2 INR &gt; 2", "E1 Bleeding"]],
    "classic.xml": [["I1 BMI ≥ 30 kg/m²", "I2 Sleeps < 6 h & snores", "E1 Age <18"]],
    "isrctn.xml": [["I1 Back pain", "I2 Aged 16 years and over", "E1 Fracture"]],
    "ictrp-export.xml": [["I1 Back pain", "I2 VAS ≥ 4", "I3 for 3\u00a0months", "E1 ANC < 10^9/L"], ["I1 Anyone"]],
    "aact.psv": [
        ['I1 takes "aspirin|ibuprofen"', "I2 Age ≥ 18"],
        ["I1 Girls", "I2 Weight ~ 5 kg", "E1 Fever"],
        ["I1 tumour of ~5 cm"],
    ],
}


@pytest.mark.parametrize("name", MEANT)
def test_criteria_of_a_composed_text(name):
    trials = map(eligibility.parse, eligibility.read(FIXTURES / name))
    assert [[f"{one.id} {one.text}" for one in trial.criteria] for trial in trials] == MEANT[name]
