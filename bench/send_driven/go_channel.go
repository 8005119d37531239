// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
//
// A goroutine that serves, and two channels, there and back.
package main

type kind int

const (
	fetch kind = iota
	store
)

type request struct {
	what     kind
	argument int
}

//go:noinline
func fetchAndStore(pairs int, requests chan<- request, replies <-chan int) {
	for i := 0; i < pairs; i++ {
		requests <- request{fetch, i}
		number := <-replies
		requests <- request{store, number}
		<-replies
	}
	close(requests)
}

func drive(pairs int) int {
	requests, replies := make(chan request), make(chan int)
	go fetchAndStore(pairs, requests, replies)
	total := 0
	for asked := range requests {
		switch asked.what {
		case fetch:
			replies <- 2*asked.argument + 1
		case store:
			total += asked.argument
			replies <- 0
		}
	}
	return total
}

func main() {
	pairs := func(n int) int { return (n + 1) / 2 }
	measureBy(2, "requests", "ns/round trip", func(n int) int { return drive(pairs(n)) },
		func(n int) int { return pairs(n) * pairs(n) })
}
