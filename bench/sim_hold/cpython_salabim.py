# SPDX-License-Identifier: BSL-1.0
# needs: salabim
import salabim

import sim_models

salabim.yieldless(False)


class Holder(salabim.Component):
    def setup(self, bits, each, total):
        self.bits, self.each, self.total = bits, each, total

    def process(self):
        for _ in range(self.each):
            yield self.hold(self.bits.exponential())
            self.total[0] += int(self.env.now())


def holds(many, each):
    env, total = salabim.Environment(trace=False), [0]
    for i in range(many):
        Holder(env=env, bits=sim_models.Lcg(i + 1), each=each, total=total)
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.hold(holds)
