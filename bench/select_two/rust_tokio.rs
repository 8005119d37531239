// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use tokio::sync::mpsc::{channel, Receiver, Sender};

async fn produce(first: i64, count: i64, to: Sender<i64>) {
    for i in 0..count {
        to.send(first + 2 * i).await.unwrap();
    }
}

async fn choose(count: i64, mut evens: Receiver<i64>, mut odds: Receiver<i64>) -> i64 {
    let (mut sum, mut even, mut odd) = (0, 0, 1);
    for _ in 0..count {
        // A channel that is at its end gives nothing, and is passed over.
        let in_order = tokio::select! {
            biased;
            Some(got) = evens.recv() => {
                sum += got;
                even += 2;
                got == even - 2
            }
            Some(got) = odds.recv() => {
                sum += got;
                odd += 2;
                got == odd - 2
            }
            else => false,
        };
        if !in_order {
            return -1;
        }
    }
    sum
}

async fn take(n: i64) -> i64 {
    let (even, evens) = channel(16);
    let (odd, odds) = channel(16);
    let givers = [tokio::spawn(produce(0, n - n / 2, even)), tokio::spawn(produce(1, n / 2, odd))];
    let sum = tokio::spawn(choose(n, evens, odds)).await.unwrap();
    for giver in givers {
        giver.await.unwrap();
    }
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    harness::measure("16", "ns/message", |n| runtime.block_on(take(n)), |n| n * (n - 1) / 2);
}
