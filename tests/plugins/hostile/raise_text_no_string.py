"""Wrong: raises an exception whose text is a subclass of str that lies about itself."""

EXPECT = ["raised", "timeout"]
NEEDS = []


class Text(str):
    def split(self, *args):
        return Text(), Text()

    def __len__(self):
        return 10**18

    def __getitem__(self, key):
        return self


class Own(Exception):
    def __str__(self):
        return Text("agree")


def dJ_dW(O, T, x, m):
    raise Own
