// SPDX-License-Identifier: BSL-1.0
// needs: tokio
//
// A task that serves: requests come by a channel, each with a oneshot for its reply.
#[path = "../harness.rs"]
mod harness;

use tokio::sync::{mpsc, oneshot};

enum Request {
    Fetch(i64, oneshot::Sender<i64>),
    Store(i64, oneshot::Sender<()>),
}

async fn serve(mut requests: mpsc::Receiver<Request>) -> i64 {
    let mut total = 0;
    while let Some(asked) = requests.recv().await {
        match asked {
            Request::Fetch(i, reply) => reply.send(2 * i + 1).unwrap(),
            Request::Store(number, reply) => {
                total += number;
                reply.send(()).unwrap();
            }
        }
    }
    total
}

async fn fetch_and_store(pairs: i64, requests: mpsc::Sender<Request>) {
    for i in 0..pairs {
        let (sender, reply) = oneshot::channel();
        requests.send(Request::Fetch(i, sender)).await.unwrap();
        let number = reply.await.unwrap();
        let (sender, reply) = oneshot::channel();
        requests.send(Request::Store(number, sender)).await.unwrap();
        reply.await.unwrap();
    }
}

async fn drive(pairs: i64) -> i64 {
    let (sender, receiver) = mpsc::channel(1);
    let server = tokio::spawn(serve(receiver));
    tokio::spawn(fetch_and_store(pairs, sender)).await.unwrap();
    server.await.unwrap()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let pairs = |n| (n + 1) / 2;
    let body = |n| runtime.block_on(drive(pairs(n)));
    harness::measure_by(2, "requests", "ns/round trip", body, |n| pairs(n) * pairs(n));
}
