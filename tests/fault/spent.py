"""Runs a command and notes what it took of processors: it and all that it started and waited for.

usage: spent.py FILE COMMAND...    the command's exit code; FILE: its seconds, and those in which somebody on this machine
                                   waited for a processor meanwhile ("-": the kernel does not say)
"""

import os
import sys


def stalled():
    try:
        with open("/proc/pressure/cpu") as pressure:
            return int(pressure.readline().split("total=")[1]) / 1e6
    except (OSError, IndexError):
        return None


before = stalled()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(child, 0)
after = stalled()
with open(sys.argv[1], "w") as told:
    waited = "-" if before is None or after is None else f"{after - before:.1f}"
    print(f"{used.ru_utime + used.ru_stime:.1f} {waited}", file=told)
sys.exit(os.waitstatus_to_exitcode(status))
