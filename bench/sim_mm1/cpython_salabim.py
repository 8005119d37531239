# SPDX-License-Identifier: BSL-1.0
# needs: salabim
import salabim

import sim_models

salabim.yieldless(False)


class Customer(salabim.Component):
    def setup(self, desk, time, total):
        self.desk, self.time, self.total = desk, time, total

    def process(self):
        yield self.request(self.desk)
        yield self.hold(self.time)
        self.release()
        self.total[0] += int(self.env.now())


class Source(salabim.Component):
    def setup(self, desk, many, total):
        self.desk, self.many, self.total = desk, many, total

    def process(self):
        gaps, services = sim_models.Lcg(1), sim_models.Lcg(2)
        for _ in range(self.many):
            yield self.hold(gaps.exponential())
            Customer(env=self.env, desk=self.desk, time=services.service(), total=self.total)


def customers(n):
    env, total = salabim.Environment(trace=False), [0]
    Source(env=env, desk=salabim.Resource(env=env, capacity=1), many=n, total=total)
    env.run()
    return total[0]


if __name__ == "__main__":
    sim_models.mm1(customers)
