"""Stands in systemd's place: notified.py SOCKET COMMAND... runs the command with a watchdog of 900 ms, prints what it
says, a line each, and what it asks on the standard input does: stop (SIGSTOP), cont (SIGCONT), end (SIGTERM)."""
import os
import selectors
import signal
import socket
import subprocess
import sys

SIGNALS = {"stop": signal.SIGSTOP, "cont": signal.SIGCONT, "end": signal.SIGTERM}

desk = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
desk.bind(sys.argv[1])
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         env={**os.environ, "NOTIFY_SOCKET": sys.argv[1], "WATCHDOG_USEC": "900000"})
selector = selectors.DefaultSelector()
selector.register(desk, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
while child.poll() is None:
    for key, _ in selector.select(0.1):
        if key.fileobj is desk:
            print(desk.recv(4096).decode().replace("\n", " "), flush=True)
        else:
            word = sys.stdin.readline().strip()
            if word in SIGNALS:
                child.send_signal(SIGNALS[word])
                print("did", word, flush=True)
            else:
                selector.unregister(sys.stdin)
print("ended", child.returncode, flush=True)
