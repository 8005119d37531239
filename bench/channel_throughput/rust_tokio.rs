// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use tokio::sync::mpsc::{channel, Receiver, Sender};

async fn produce(messages: i64, to: Sender<i64>) {
    for i in 0..messages {
        to.send(i).await.unwrap();
    }
}

async fn consume(mut from: Receiver<i64>) -> i64 {
    let (mut sum, mut next) = (0, 0);
    while let Some(got) = from.recv().await {
        if got != next {
            return -1;
        }
        next += 1;
        sum += got;
    }
    sum
}

async fn pass(messages: i64, capacity: usize) -> i64 {
    let (to, from) = channel(capacity);
    let giving = tokio::spawn(produce(messages, to));
    let sum = tokio::spawn(consume(from)).await.unwrap();
    giving.await.unwrap();
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for capacity in [1, 16, 128, 1024] {
        let body = |n| runtime.block_on(pass(n, capacity));
        harness::measure(&capacity.to_string(), "ns/message", body, |n| n * (n - 1) / 2);
    }
}
