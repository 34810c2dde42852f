"""Wrong: a callable whose class ends the process when its attributes are looked at."""

EXPECT = ["raised", "exit", "no-formula"]
NEEDS = []


class Meta(type):
    def __instancecheck__(cls, other):
        raise SystemExit(0)

    def __getattribute__(cls, name):
        raise SystemExit(0)


class Formula(metaclass=Meta):
    def __getattribute__(self, name):
        raise SystemExit(0)

    def __call__(self, O):
        return 0.0


dJ_dW = Formula()
