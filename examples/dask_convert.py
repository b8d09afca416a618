"""The kernel on Dask: limits out of a data frame of trials. It needs dask[dataframe]."""

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

from eligibility.convert import NESTED, structure


def read(part: pd.DataFrame) -> pd.DataFrame:
    [found] = structure([pa.RecordBatch.from_pandas(part, preserve_index=False)])
    return found.to_pandas(types_mapper=pd.ArrowDtype)


if __name__ == "__main__":
    texts = {"trial_id": ["A1", "A2"], "criteria_text": ["Inclusion: HbA1c ≤ 8.5 %", "Exclusion: ALT > 3 x ULN"]}
    trials = dd.from_pandas(pd.DataFrame(texts), npartitions=2)
    meta = NESTED.empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    for atom in trials.map_partitions(read, meta=meta).atoms.compute(scheduler="processes").explode():
        print(atom["trial_id"], atom["concept"], atom["lower"], atom["upper"], atom["polarity"])
