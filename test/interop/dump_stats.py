"""dump_stats.py FILE: the values of a stats file, as JSON."""
import json
import sys

from mmstats_file import Reader

print(json.dumps(Reader(sys.argv[1]).values()))
