"""The service's worker with a Dask cluster to read on, one of whose workers is killed."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

import pytest

from tests.served import DUMP, dump, sent, served, wait_for

pytest.importorskip("distributed", reason="dask.distributed is not installed (form4[batch])")

from tests.test_batch_dask import cluster


@pytest.mark.slow
def test_documents_are_read_on_the_cluster(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as (address, machines), served(tmp_path, dask=address) as server:
        server.start()
        with server.client() as asking:
            ids = [sent(asking, DUMP), *(sent(asking, dump(number)) for number in range(1))]

            def states() -> set[str]:
                return {asking.get(f"/v1/documents/{one}").json()["state"] for one in ids}

            wait_for(lambda: "review" in states(), 60, server.log)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(machines[0].pid, signal.SIGKILL)
            wait_for(lambda: states() == {"review"}, 60, server.log)
        assert server.stop() == 0
