"""Call one function of this package, named and given its arguments on the command line."""

from __future__ import annotations

import json
import sys
from importlib import import_module

if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    function = getattr(import_module(f"tests.benchmarks.speed.{module}"), name)
    result = function(**json.loads(sys.argv[2]))
    print()
    print(json.dumps(result))
