"""The kernel on Ray: limits out of a data set of trials. It needs ray[data]."""

import pyarrow as pa
import ray

from eligibility.convert import NESTED, structure


def read(table: pa.Table) -> pa.Table:
    return pa.Table.from_batches(structure(table.to_batches()), NESTED)


if __name__ == "__main__":
    texts = {"A1": "Inclusion: HbA1c ≤ 8.5 %", "A2": "Exclusion: ALT > 3 x ULN"}
    trials = ray.data.from_items([{"trial_id": name, "criteria_text": text} for name, text in texts.items()])
    for row in trials.map_batches(read, batch_format="pyarrow").sort("trial_id").iter_rows():
        for atom in row["atoms"]:
            print(atom["trial_id"], atom["concept"], atom["lower"], atom["upper"], atom["polarity"])
