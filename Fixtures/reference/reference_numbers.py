"""Numbers that a test in another language makes again bit for bit: SplitMix64 and (2 u - 1) * reach."""
MASK = (1 << 64) - 1


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def uniform(self, reach):
        return (2 * ((self.bits() >> 11) * 2.0**-53) - 1) * reach

    def uniforms(self, count, reach):
        return [self.uniform(reach) for _ in range(count)]
