"""read_while_written.py FILE READS

Reads what the fixture writes-at-full-speed changes meanwhile, and prints what was wrong as JSON. Goes on after
READS until a field was added.
"""
import json
import sys

from mmstats_file import Reader

HALF = 0xffffffff
LEVELS = {3.141592653589793, -2.5e100, 1e-200}
READS_BETWEEN_LOOKS = 10_000


def main():
    reader, wanted = Reader(sys.argv[1]), int(sys.argv[2])
    first = {field.label for field in reader.fields}
    seen, added, reads, torn, backwards, lost, changes = first, [], 0, 0, 0, 0, 0
    last = {'halves': 0, 'ones': 0}
    while reads < wanted or not added:
        reader.look()
        fields = {field.label: field for field in reader.fields}
        lost += len(seen - fields.keys())
        seen = seen | fields.keys()
        added = [label for label in seen - first if label.startswith('added.')]
        for label in added:
            torn += reader.read(fields[label]) not in (0, int(label.split('.')[1]))
        halves, ones, level = fields['halves'], fields['ones'], fields['level']
        for _ in range(READS_BETWEEN_LOOKS):
            pair = reader.read(halves)
            torn += pair >> 32 != pair & HALF
            one = reader.read(ones)
            backwards += pair < last['halves'] or one < last['ones']
            changes += pair != last['halves']
            last['halves'], last['ones'] = pair, one
            torn += reader.read(level) not in LEVELS
        reads += 3 * READS_BETWEEN_LOOKS
    print(json.dumps({'reads': reads, 'torn': torn, 'backwards': backwards, 'lost': lost,
                      'hasChanged': changes > 0, 'added': len(added)}))


main()
