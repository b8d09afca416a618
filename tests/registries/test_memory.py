"""What a dump takes in memory does not grow with it: each is read in a process of its own, whose peak is asked for."""

import json
import subprocess
import sys
import zipfile
from itertools import cycle, islice
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is told by /proc")

READ = """
import re, sys
from eligibility.registries import records
count = sum(1 for _ in records(sys.argv[1]))
print(count, re.search(r"VmHWM:\\s+([0-9]+) kB", open("/proc/self/status").read())[1])
"""
FILLER = "patients with a history of " * 300
STUDY = {"protocolSection": {"identificationModule": {"nctId": "NCT99000400"}}, "filler": FILLER}


def write_array(path, count):
    with path.open("w") as file:
        file.write("[" + json.dumps(STUDY))
        for _ in range(count - 1):
            file.write("," + json.dumps(STUDY))
        file.write("]")


def write_page(path, count):
    path.write_text('{"totalCount": 1, "studies": ')
    with path.open("a") as file:
        file.write("[" + ",\n".join(islice(cycle([json.dumps(STUDY)]), count)) + '], "nextPageToken": "x"}')


def write_zip(path, count):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(count):
            archive.writestr(f"NCT9900xxxx/{number}.json", json.dumps(STUDY))


def write_xml(path, count):
    record = f"<Trial><TrialID>1</TrialID><Inclusion_Criteria>{FILLER}</Inclusion_Criteria></Trial>\n"
    path.write_text("<Trials_downloaded_from_ICTRP>" + record * count + "</Trials_downloaded_from_ICTRP>")


def write_table(path, count):
    path.write_text("nct_id|minimum_age|criteria\n" + f'NCT1|N/A|"{FILLER}\n"\n' * count)


@pytest.mark.parametrize(
    "write", [write_array, write_page, write_zip, write_xml, write_table], ids=lambda one: one.__name__
)
def test_the_peak_is_flat(write, tmp_path):
    peaks = []
    for count in (200, 1_400):
        write(tmp_path / f"{count}.dump", count)
        command = [sys.executable, "-c", READ, str(tmp_path / f"{count}.dump")]
        read, peak = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
        assert read == count
        peaks.append(peak)
    assert (peaks[1] - peaks[0]) * 1024 < 5_000_000, "9 MB more of input take far less more of memory"
