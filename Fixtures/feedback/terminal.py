"""Runs a program whose output goes to a terminal, and prints what it drew there.

usage: terminal.py COLUMNS stdout|stderr|both PROGRAM [ARGUMENT ...]

Prints one JSON object: terminal (all that was written to it), other (what went to the stream that is none), code. Python's
standard library only.
"""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import threading

columns, streams, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
master, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
process = subprocess.Popen(
    command,
    stdin=subprocess.DEVNULL,
    stdout=subprocess.PIPE if streams == "stderr" else terminal,
    stderr=subprocess.PIPE if streams == "stdout" else terminal,
)
os.close(terminal)

drawn = b""


def read():
    global drawn
    while True:
        try:
            part = os.read(master, 1 << 16)
        except OSError:  # how Linux tells that the last one has closed it
            return
        if not part:
            return
        drawn += part


reader = threading.Thread(target=read)
reader.start()
other = b"".join(part or b"" for part in process.communicate())
reader.join()
print(json.dumps({"terminal": drawn.decode(), "other": other.decode(), "code": process.returncode}))
