// SPDX-License-Identifier: BSL-1.0
// needs: genawaiter
#[path = "../harness.rs"]
mod harness;

use genawaiter::{rc::Gen, GeneratorState};

enum Request {
    Fetch(i64),
    Store(i64),
}

struct Server {
    total: i64,
}

impl Server {
    #[inline(never)]
    fn perform(&mut self, asked: Request) -> i64 {
        match asked {
            Request::Fetch(i) => 2 * i + 1,
            Request::Store(number) => {
                self.total += number;
                0
            }
        }
    }
}

#[inline(never)]
fn drive(pairs: i64) -> i64 {
    let mut server = Server { total: 0 };
    let mut asks = Gen::new(|co| async move {
        for i in 0..pairs {
            let number = co.yield_(Request::Fetch(i)).await;
            co.yield_(Request::Store(number)).await;
        }
    });
    let mut reply = 0;
    while let GeneratorState::Yielded(asked) = asks.resume_with(reply) {
        reply = server.perform(asked);
    }
    server.total
}

fn main() {
    let pairs = |n| (n + 1) / 2;
    harness::measure_by(2, "requests", "ns/round trip", |n| drive(pairs(n)), |n| pairs(n) * pairs(n));
}
