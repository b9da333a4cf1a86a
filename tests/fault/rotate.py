"""Load while keys are exchanged: every command is answered, once, whatever key its connection was made with.

usage: rotate.py DATA COUNT STOP    two partners send commands until the file STOP exists, at least COUNT each; each
repeats its command until it is answered. Then every answer is asked for again, and the partner's stream is counted.
"""

import os
import sys
import threading
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "interop"))
from anxin_client import Client, Cursor, Keys  # noqa: E402

DATA, COUNT, STOP = sys.argv[1], int(sys.argv[2]), sys.argv[3]
LOST = []


class Sender(threading.Thread):
    """One partner. `again` reads its secret anew for every command, as one that is restarted would."""

    def __init__(self, name, again):
        super().__init__()
        self.name, self.again, self.answers = name, again, {}
        self.client = Client(DATA, name, "partner", keys=Keys(f"{DATA}/keys", name))

    def command(self, number):
        if self.again:
            self.client.keys.take_up(self.name)
        data = {"service": "HH-01", "household": "H-1", "start": 1900000000000 + number}
        header = self.client.header("booking.create", id=f"{self.name}-{number}", time=1800000000000)
        return self.client.ask(header, data, patience=0.7, deadline=60)

    def run(self):
        try:
            number = 0
            while number < COUNT or not os.path.exists(STOP):
                self.answers[number] = self.command(number).frames[2]
                number += 1
        except Exception:
            LOST.append(traceback.format_exc())

    def check(self):
        for number, data in self.answers.items():
            if self.command(number).frames[2] != data:
                LOST.append(f"{self.name}-{number}: another answer")
        events = self.client.read(Cursor(f"partner.{self.name}"))
        causes = [event["causationid"] for event in events]
        wanted = [f"{self.name}-{number}" for number in self.answers]
        if sorted(causes) != sorted(wanted):
            LOST.append(f"{self.name}: {len(causes)} events of {len(wanted)} commands")


senders = [Sender("partner-1", False), Sender("partner-2", True)]
for sender in senders:
    sender.start()
for sender in senders:
    sender.join()
if not LOST:
    for sender in senders:
        sender.check()
print(sum(len(sender.answers) for sender in senders), "commands")
print("".join(LOST))
sys.exit(bool(LOST))
