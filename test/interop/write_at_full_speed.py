"""write_at_full_speed.py FILE PAIRS: changes a double buffered, unaligned file until its stdin ends."""
import select
import sys

from mmstats_file import Writer

EQUAL_HALVES = (1 << 32) + 1
LEVELS = (3.141592653589793, -2.5e100, 1e-200)
TURNS_BETWEEN_CHECKS = 1000


def main():
    path, pairs = sys.argv[1], int(sys.argv[2])
    writer = Writer(path, [('level', 'd', [LEVELS[0]], True), ('array', '4Q', [7, 8, 9, 10], False),
                           *(('halves.%d' % index, 'Q', [0], True) for index in range(pairs))])
    level, _, *halves = writer.fields
    print('READY', flush=True)
    turn = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        for _ in range(TURNS_BETWEEN_CHECKS):
            turn += 1
            writer.set(level, LEVELS[turn % 3])
            for field in halves:
                writer.set(field, turn * EQUAL_HALVES)


main()
