"""Sums up what llvm-cov says of some sources: cover.py SOURCE... reads `llvm-cov export -summary-only` from stdin."""
import json
import sys

files = json.load(sys.stdin)["data"][0]["files"]
told = [file["summary"] for file in files if any(file["filename"].endswith("/" + name) for name in sys.argv[1:])]
parts = []
for what in ("lines", "branches"):
    covered = sum(summary[what]["covered"] for summary in told)
    count = sum(summary[what]["count"] for summary in told)
    parts.append(f"{what} {covered}/{count} ({100 * covered / max(count, 1):.0f}%)")
print(", ".join(parts))
