"""Wrong: puts itself first among those who find modules, and on the path."""

import sys

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed"]
NEEDS = []


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        raise SystemExit(0)


sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, Finder.find_spec)
sys.path[:] = []
sys.path_importer_cache.clear()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m
