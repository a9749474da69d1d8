"""`python -m yimen.config.lifeline serve …`: a command that ends when the process that started it is gone.

Standard input is a pipe whose other end only that process holds. It breaks however that process ends, by
kill -9 too; then this one is told to end as by an operator. Works wherever there are pipes.
"""

from __future__ import annotations

import os
import signal
import threading

from yimen.config.cli import main


def _end_with_the_pipe() -> None:
    # Not through sys.stdin: its lock would be held for ever in the processes that the web server forks.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    main()
