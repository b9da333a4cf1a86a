"""Plays all cases against the running set, in the order in which they stand; they share one world.

usage: cases.py DATA README    (the folder of the running set; proto/README.md, whose programs are run too)
Prints "ok - sentence" or "not ok - sentence" for each.
"""

import sys
import traceback

import commands, wrong, intake, streams  # noqa: E401, F401  each adds its cases
from world import CASES, World


def main():
    world, failed = World(*sys.argv[1:3]), False
    for sentence, function in CASES:
        try:
            function(world)
            print(f"ok - {sentence}", flush=True)
        except Exception:
            failed = True
            print(f"not ok - {sentence}")
            print("".join(f"#   {line}\n" for line in traceback.format_exc(limit=-4).splitlines()), end="", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
