"""decode_program.py FOLDER ROUNDS: how long the files take, first and again, in ms a round."""
import json
import os
import sys
import time

from mmstats_file import Reader


def main():
    folder, rounds = sys.argv[1], int(sys.argv[2])
    paths = [os.path.join(folder, name) for name in os.listdir(folder)]
    fields, first_ms, again_ms = 0, [], []
    for _ in range(rounds):
        started = time.perf_counter()
        readers = [Reader(path) for path in paths]
        fields += sum(len(reader.values()) for reader in readers)
        decoded = time.perf_counter()
        fields += sum(len(reader.values()) for reader in readers)
        first_ms.append((decoded - started) * 1e3)
        again_ms.append((time.perf_counter() - decoded) * 1e3)
    print(json.dumps({'fields': fields, 'firstMs': first_ms, 'againMs': again_ms}))


main()
