// SPDX-License-Identifier: BSL-1.0
// needs: tokio
#[path = "../harness.rs"]
mod harness;

use tokio::sync::mpsc::{channel, Receiver, Sender};

async fn pong(mut from: Receiver<i64>, to: Sender<i64>) {
    while let Some(got) = from.recv().await {
        to.send(got + 1).await.unwrap();
    }
}

async fn ping(rounds: i64, to: Sender<i64>, mut from: Receiver<i64>) -> i64 {
    let mut sum = 0;
    for i in 0..rounds {
        to.send(i).await.unwrap();
        sum += from.recv().await.unwrap();
    }
    sum
}

async fn play(rounds: i64) -> i64 {
    let (there, at_there) = channel(1);
    let (back, at_back) = channel(1);
    let answering = tokio::spawn(pong(at_there, back));
    let sum = tokio::spawn(ping(rounds, there, at_back)).await.unwrap();
    answering.await.unwrap();
    sum
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    harness::measure("1", "ns/round", |n| runtime.block_on(play(n)), |n| n * (n + 1) / 2);
}
