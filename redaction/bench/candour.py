#!/usr/bin/env python3
"""Adapter for a redaction bench: reads one job, runs candour-redact, answers with its exit code.

    candour.py JOB.json                         or, where a bench names the files itself,
    candour.py INPUT.pdf JOB.json OUTPUT.pdf

A job is JSON: {input, output, areas: [{page, rect, text}], terms: [..]}; `page` counts from 0, `rect` is in
points of the page's own user space. The program is $CANDOUR_REDACT, or target/release/candour-redact.
Prints the processor time of the program, start included, as `engine_s`.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CANDOUR_REDACT", str(ROOT / "target/release/candour-redact"))
GAP = os.environ.get("CANDOUR_GAP", "exact")


def plan(job):
    """Neighbouring rectangles of one job are marks of their own; the boxes carry no label."""
    def corners(x0, y0, x1, y1):
        return [{"x": x0, "y": y0}, {"x": x1, "y": y0}, {"x": x1, "y": y1}, {"x": x0, "y": y1}]
    marks = [{"id": str(n), "page": a["page"], "quads": [corners(*a["rect"])]} for n, a in enumerate(job["areas"])]
    return {"marks": marks, "terms": [{"text": term} for term in job["terms"]], "gap": GAP}


def main():
    named = sys.argv[2:] and dict(zip(("input", "output"), sys.argv[1::2]))
    job = json.loads(Path(sys.argv[2 if named else 1]).read_text()) | (named or {})
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(plan(job), file)
        file.flush()
        command = [PROGRAM, "redact", job["input"], "--plan", file.name, "-o", job["output"]]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stderr.write(done.stderr.decode("utf-8", "replace"))
    print(json.dumps({"engine_s": round(used.ru_utime + used.ru_stime, 4)}))
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
