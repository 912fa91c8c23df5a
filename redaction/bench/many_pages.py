#!/usr/bin/env python3
"""Makes files of many text pages, redacts them, and prints time and memory of the program.

    many_pages.py [PAGES...]           as many pages in one file as each number says; else 500, 2500 and 5000

Every page has 40 lines of its own, with a dozen hits of a term. The program is $CANDOUR_REDACT, or
target/release/candour-redact; it proves what it writes. Memory is the largest that the program held at a time.
"""
import os
import random
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

PROGRAM = os.environ.get("CANDOUR_REDACT", str(Path(__file__).resolve().parents[2] / "target/release/candour-redact"))
WORDS = """the council wrote again on that day about a visit which nobody had asked for and added to the file what
the school had said of it while the family waited for an answer""".split()


def page(rng):
    lines = []
    for number in range(40):
        line = [rng.choice(WORDS) for _ in range(10)]
        if number % 10 in (1, 4, 8):
            line[4] = "Okafor"
        lines.append(f"({' '.join(line)} {rng.randrange(10**6)}) Tj T*")
    return zlib.compress(("BT /F1 10 Tf 14 TL 60 800 Td " + "\n".join(lines) + " ET").encode())


def document(pages):
    rng = random.Random(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for n in range(pages):
        data = page(rng)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
                       f"/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode() + data + b"\nendstream")
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def main():
    print("| pages | file MiB | exit | wall s | processor ms a page | peak MiB | above the file MiB |")
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        for pages in [int(n) for n in sys.argv[1:]] or [500, 2500, 5000]:
            source.write_bytes(document(pages))
            began = time.monotonic()
            running = subprocess.Popen([PROGRAM, "redact", source, "--term", "Okafor", "-o", output],
                                       stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(running.pid, 0)
            wall = time.monotonic() - began
            file, peak = source.stat().st_size / 2**20, used.ru_maxrss / 1024
            each = (used.ru_utime + used.ru_stime) * 1000 / pages
            print(f"| {pages} | {file:.1f} | {os.waitstatus_to_exitcode(status)} | {wall:.1f} | {each:.1f} | "
                  f"{peak:.0f} | {peak - file:.0f} |", flush=True)


if __name__ == "__main__":
    main()
