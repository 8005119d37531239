// SPDX-License-Identifier: BSL-1.0
// expect: closing(x): x has no close()
#include <rondo/with/closing.hpp>

struct door {
#ifdef RONDO_MUST_COMPILE
    void close() {}
#endif
};

int main() {
    door d;
    rondo::closing closes(d);
}
