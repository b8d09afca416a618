"""What of a criterion no node accounts for, and what a person should look at although every word is in the tree."""

import pytest

from eligibility import parse_criterion

WHOLE = [
    "Severe asthma",
    "Other liver disease",
    "Patients with active tuberculosis",
    "History of stroke or current angina",
    "Any malignancy",
    "ALT ≤ 2.5 x the upper limit of normal",
    "HBsAg positive",
    "non-smokers",
    "Candidates for liver transplantation",
    "Planned hip replacement",
    "Needing dialysis",
    "Past or present gout",
    "Gout, past or present",
    "At least two of gout, asthma and lupus",
    "No more than one of the following: gout, asthma",
    "Gout is present",
    "Ferritin > 50 ng/mL if on dialysis, otherwise > 20 ng/mL",
    "Gout despite allopurinol",
    "Referred for colonoscopy",
    "Admitted to hospital",
    "Has to undergo colonoscopy",
    "Amputation during the study",
    "Platelets from 90 to 120 x 10^9/L",
]
LESS = [
    ("Outpatients with gout", "Outpatients"),
    ("Residents with gout", "Residents"),
    ("Bilirubin associated with asthma", "associated with"),
    ("Indication for dialysis", "Indication for"),
    ("Men who smoke or drink", "drink"),
    ("Bilirubin caused by gallstones", "caused by"),
    ("Eligible for dialysis", "Eligible for"),
    ("Not suitable for dialysis", "suitable for"),
    ("Progressed on or intolerant of imatinib", "on"),
    ("Thyroid cancer, rituximab-refractory", "refractory"),
    ("Normal rehabilitation", "Normal"),
    ("At least 60 years old (≥)", "(≥)"),
    ("Veterans with gout", "Veterans"),
    ("Gout (healthy control group)", "(healthy control group)"),
    ("Only mild asthma", "Only"),
    ("Concerns about pulmonary embolism", "Concerns about"),
    ("Heart rate that required intubation", "that required"),
]
BETWEEN = [
    "Bilirubin during pregnancy",
    "Phobia to needles",
    "Bilirubin from gallstones",
    "Colonoscopy prior to hysterectomy",
    "Obesity that prevents angiography",
    "Bilirubin after pneumonia",
    "Amputation since the stroke",
    "Colic of cholelithiasis",
]
"""What is said of two things, of which either alone is read whole."""


@pytest.mark.parametrize("text", WHOLE)
def test_whole(text):
    assert parse_criterion(text).coverage == 1


@pytest.mark.parametrize(("text", "words"), LESS)
def test_what_a_cue_narrows_is_less_than_whole(text, words):
    criterion = parse_criterion(text)
    without = parse_criterion(text.replace(words, "", 1).strip())
    assert criterion.coverage < without.coverage == 1


@pytest.mark.parametrize("text", BETWEEN)
def test_how_two_things_go_together_is_less_than_whole(text):
    assert parse_criterion(text).coverage < 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Biliary colic pain", ["side-by-side"]),
        ("Biliary colic and pain", []),
        ("Biliary colic with pain", []),
        ("Diabetic women", []),
        ("Unable to undergo dialysis", ["complement-apart"]),
        ("Unable to walk, or dialysis", []),
        ("Unwilling to accept the placement of a central venous catheter", ["complement-apart"]),
        ("Able to attend the clinic twice a week for phototherapy", ["complement-apart"]),
        ("Willing to wear a mask and have nasal swabs", ["complement-apart"]),
        ("Consent to phototherapy", []),
        ("Informed consent in patients on dialysis", []),
        ("Haemoglobin", ["limit-missing"]),
        ("Haemoglobin and ferritin < 100 µg/L", []),
        ("HIV test", ["limit-missing"]),
        ("Negative HIV test", []),
        ("EGFR mutation or ALK rearrangement negative", ["limit-missing"]),
        ("Haemoglobin > 10 g/dL", []),
        ("No anemia (hemoglobin < 10 g/dL)", ["bracket-denied"]),
        ("Anemia (hemoglobin < 10 g/dL)", ["bracket-added"]),
        ("No depression (PHQ-9 < 5)", ["bracket-added"]),
        ("Unless allergic to aspirin, all patients take aspirin", []),
        ("Apart from gout, asthma, cirrhosis", ["exception-first"]),
        ("Apart from gout, no joint disease", []),
        ("Positive HBsAg or gout at screening", ["window-of-last"]),
        ("Participation in another trial or blood donation within 30 days", ["window-of-last"]),
        ("Apart from gout, any joint disease", ["exception-apart"]),
        ("Any joint disease. Exceptions: gout", ["exception-apart"]),
        ("Any joint disease except:\n - gout\n - osteoarthritis", ["exception-apart"]),
        ("Any joint disease other than gout", ["exception-apart"]),
        ("No joint disease apart from gout", ["exception-apart"]),
        ("Dialysis, but no kidney transplant", []),
        ("Parathyroidectomy before hypercalcemia", ["both-inferred"]),
        ("Parathyroidectomy for hypercalcemia", []),
        ("Elbow pain when swallowing", ["both-inferred"]),
        ("Foot pain with walking", ["both-inferred"]),
        ("Parathyroidectomy and hypercalcemia", []),
        ("Parathyroidectomy, hypercalcemia", []),
        ("Patients with gout, psoriasis", ["comma-inferred"]),
        ("Thyroidectomy under local anesthesia", []),
        ("Cough or dyspnea due to asthma", ["both-inferred"]),
        ("Neutropenia due to radiotherapy, or gout", ["both-inferred"]),
        ("Neutropenia due to sepsis, lymphoma, or cirrhosis", []),
        ("Hematoma due to trauma requiring drainage", ["both-inferred"]),
        ("Fibrosis after pneumonia or lobectomy", ["both-inferred"]),
        ("Parathyroidectomy eligible for dialysis", ["both-inferred"]),
        ("Gout treated with allopurinol", []),
        ("Gout on allopurinol", ["both-inferred"]),
        ("Gout on allopurinol 300 mg daily", []),
        ("Gout on ultrasound", []),
        ("Gout on a colchicine regimen", ["both-inferred"]),
        ("Asthma undergoing treatment with prednisone", []),
        ("Osteosarcoma: amputation or chemotherapy", ["both-inferred"]),
        ("Resection of a sarcoma", []),
        ("Endoscopic evidence of gastritis, duodenitis, or polyps", []),
        ("Echocardiographic evidence of endocarditis, myocarditis, or stroke", ["both-inferred"]),
        ("Injection of a sarcoma", ["both-inferred"]),
        ("Unstable angina in the opinion of the investigator", []),
        ("Unstable angina in the opinion of the investigator to require surgery", ["both-inferred", "both-inferred"]),
        ("Preeclampsia at 24 to 32 weeks of gestation", []),
        ("Oxaliplatin-based chemotherapy", []),
        ("Infection resistant to vancomycin", ["both-inferred"]),
        ("Exposure of phenytoin to light", []),
        ("Hypoparathyroidism: hypocalcemia or tetany", []),
        ("Women with hypoparathyroidism", []),
        ("Hypoparathyroid women on calcitriol", []),
        ("Diabetics diagnosed in newborn screening", ["both-inferred"]),
        ("Hypothyroidism (TSH > 4.5 mIU/L)", ["bracket-added"]),
        ("Hypothyroidism (e.g. Hashimoto thyroiditis)", []),
        ("TSH > 4.5 mIU/L (free T4 < 0.8 ng/dL)", []),
        ("Gout confirmed by arthrocentesis", ["means-apart"]),
        ("Gout seen on ultrasound or MRI", []),
        ("Confirmed by colonoscopy", []),
        ("LVEF < 40 % measured by echocardiography", []),
        ("Vancomycin allergy", []),
        ("Gout < 3 mg/dL", ["subject-missing"]),
        ("Phenylalaninemia > 600 umol/L", []),
        ("More than 2 years of rowing", ["subject-missing"]),
        ("At least one member of the family can drive", ["subject-missing"]),
        ("Duct diameter > 2 mm", []),
        ("Stages I-III of the Kirk classification", []),
        ("Mother aged 18 years or older", ["other-bearer"]),
        ("Mother with BMI > 40 kg/m2", ["other-bearer"]),
        ("Father with an age over 60 years", ["other-bearer"]),
        ("Infants whose mothers are under 18 years of age", ["other-bearer"]),
        ("Family history of gout and age 40 to 70 years", []),
        ("Mothers with gout", []),
    ],
)
def test_what_to_look_at(text, codes):
    assert [one.code for one in parse_criterion(text).diagnostics] == codes


def test_the_place_of_neighbours():
    text = "Known biliary colic pain"
    (note,) = parse_criterion(text).diagnostics
    assert text[slice(*note.span)] == "biliary colic pain"


def test_many_statuses_cost_no_more_than_in_proportion():
    criterion = parse_criterion("current or past " * 2_000 + "gout")
    assert 0 < criterion.coverage <= 1
