"""threads_and_forks.py: files of three threads and of a forked child, with the mistakes of mmstats 0.8, until they are killed.

They are where mmstats puts them: in $MMSTATS_PATH, else the temporary folder. Each instance but
the first says the pid and tid of the first, as theirs do. Prints "READY <pid> <pid of the child>".
"""
import os
import signal
import sys
import tempfile
import threading

from mmstats_file import Writer

FOLDER = os.environ.get('MMSTATS_PATH') or tempfile.gettempdir()
FIRST = os.getpid()
WRITERS = []


def write(hits):
    name = 'shop-%d-%d.mmstats' % (os.getpid(), threading.get_native_id())
    WRITERS.append(Writer(os.path.join(FOLDER, name), [
        ('hits', 'Q', [hits], True), ('sys.pid', 'I', [FIRST], False), ('sys.tid', 'q', [FIRST], False),
        ('org.python.version', '256s', [sys.version.encode()[:256]], False)]))


def main():
    write(1)
    for hits in (10, 100):
        thread = threading.Thread(target=write, args=(hits,))
        thread.start()
        thread.join()
    is_written, say_written = os.pipe()
    child = os.fork()
    if child == 0:
        write(7)
        os.write(say_written, b'.')
        # Whoever waits for the end of our output waits for the parent.
        os.closerange(0, 3)
    else:
        os.read(is_written, 1)
        print('READY %d %d' % (FIRST, child), flush=True)
    signal.pause()


main()
