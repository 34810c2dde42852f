"""The report as JSON Lines: one result a line, written as results come, and read again to resume.

Every line carries a `check` beside the keys of a result in JSON: the digest of what was checked,
how many results that check has, so that a check that was cut off is known to be incomplete, and a
checksum of all of it, so that a line that was changed is known to be.
"""

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gradcheck.records import (
    Cause,
    Context,
    Counts,
    Entry,
    Failure,
    FileReport,
    Report,
    Result,
    Screened,
    Verdict,
)
from gradcheck.report.json import result_document

if TYPE_CHECKING:
    from gradcheck.report import Style

BEGINS = '{"check": '
"""What every line begins with."""


def write(report: Report, _style: "Style | None" = None) -> str:
    """Return all results of a run, a line each; the style does not matter."""
    return "".join(lines(file) for file in report.files)


def lines(file: FileReport) -> str:
    """Return the results of one file, a line each."""
    check = {"digest": file.digest, "results": len(file.results) + len(file.missing)}
    return "".join(_line(result, check) for result in file.results)


def _line(result: Result, check: Mapping[str, Any]) -> str:
    document = result_document(result)
    own = {**check, "trials": list(result.context.trials)}
    summed = {**own, "crc32": _checksum(own, document)}
    return f"{json.dumps({'check': summed, **document}, allow_nan=False)}\n"


def _checksum(check: Mapping[str, Any], document: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps([check, document]).encode())


def read(text: Iterable[str]) -> dict[str, tuple[Result, ...]]:
    """Return the results of every complete check, by its digest.

    A line that is none of ours, was changed, or cut off is passed over: what it held is checked
    again.
    """
    found: dict[str, list[Result]] = {}
    wanted: dict[str, int] = {}
    for line in text:
        try:
            document = json.loads(line)
            check = document.pop("check")
            crc32 = check.pop("crc32")
            if _checksum(check, document) != crc32:
                continue
            digest, count = check["digest"], check["results"]
            result = _result(document, check["trials"])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
        if isinstance(digest, str) and digest:
            found.setdefault(digest, []).append(result)
            wanted[digest] = count
    complete = {digest: results[-wanted[digest] :] for digest, results in found.items()
                if len(results) >= wanted[digest] > 0}  # fmt: skip
    return {digest: tuple(results) for digest, results in complete.items()}


def _result(document: Mapping[str, Any], trials: Iterable[int]) -> Result:
    error, resolution = document["error"], document["resolution"]
    screened = document["screened"]
    return Result(
        context=Context(
            document["formula"], document["path"], document["problem"], document["sizes"],
            document["inputs"], tuple(trials),
        ),
        derivative=document["derivative"], label=document["label"],
        verdict=Verdict(document["verdict"]), counts=Counts(**document["counts"]),
        entries=tuple(_entry(entry) for entry in document["entries"]),
        entries_omitted=int(document["entries_omitted"]), worst=_worst(document["worst"]),
        resolution=None if resolution is None else float(resolution),
        screened=None if screened is None else Screened(**screened),
        reading=document["reading"], given=tuple(document["given"]),
        remarks=tuple(document["remarks"]), reproduce=document["reproduce"],
        first_wrong=document["first_wrong"],
        causes=tuple(_cause(cause) for cause in document["causes"]),
        facts=tuple(document["facts"]), searched=bool(document["causes"] or document["facts"]),
        error=None if error is None else Failure(**{**error, "notes": tuple(error["notes"])}),
    )  # fmt: skip


def _cause(document: Mapping[str, Any]) -> Cause:
    lists = {name: tuple(document[name]) for name in ("terms", "tested_on")}
    return Cause(**{**document, **lists})


def _entry(document: Mapping[str, Any]) -> Entry:
    trials = tuple(document["trials"])
    analytic, numeric, bound, allowed = (
        float(document[name]) for name in ("analytic", "numeric", "bound", "allowed")
    )
    return Entry(
        tuple(document["index"]), Verdict(document["verdict"]), trials, trials[0], analytic,
        numeric, bound, allowed,
    )  # fmt: skip


def _worst(document: Mapping[str, Any] | None) -> Entry | None:
    if document is None:
        return None
    return Entry(
        tuple(document["index"]), Verdict.DISAGREE, (document["trial"],), document["trial"],
        float(document["analytic"]), float(document["numeric"]), math.nan,
        float(document["allowed"]),
    )  # fmt: skip
