"""A survey on a Dask cluster: each range of rows is judged on some worker and merged once.

Workers read their own rows, so the table must lie where they see it. A worker that dies takes no result along: its
ranges are judged again elsewhere, and a range counts when its result is merged here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from checker.analysis.survey.columns import OutOfOrder
from checker.app.run_survey import Answer, Order, Progress, judged_range, merged, ranges
from checker.problems import refused


def run_on_cluster(order: Order, scheduler: str | None, workers: int, on_start: Any = None) -> Answer:
    """The answer over the whole table, by a cluster of its own or the one at the scheduler's address.

    Equal to that of `run_survey.run`. `on_start` is called with the cluster's client once work is under way.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise refused(
            "survey",
            "missing-extra",
            "--engine dask needs dask, which is not installed",
            "pip install 'theorychecker[survey,dask]'",
        ) from None
    try:
        between = list(ranges(order))
    except OutOfOrder:
        raise refused(
            order.table.shown,
            "unsorted-rows",
            "the rows of a case do not stand together in order of period",
            "sort the table by case and period for --engine dask, or leave the option out",
        ) from None
    if not between:
        raise refused(order.table.shown, "empty-table", "the table has no rows", "check the file")
    cluster = None
    if scheduler is None:
        cluster = distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        with distributed.Client(scheduler or cluster) as client, Progress(len(between)) as progress:
            sent = client.scatter(order, broadcast=True, hash=False)
            futures = {
                client.submit(judged_range, sent, rows, pure=False): number for number, rows in enumerate(between)
            }
            if on_start is not None:
                on_start(client)
            answers: dict[int, Answer] = {}
            for future in distributed.as_completed(futures):
                answers[futures[future]] = future.result()
                future.release()
                progress.reached(len(answers))
    finally:
        if cluster is not None:
            cluster.close()
    return merged([answers[number] for number in range(len(between))])
