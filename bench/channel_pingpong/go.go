// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import "strconv"

func pong(rounds int, in <-chan int, out chan<- int) {
	for i := 0; i < rounds; i++ {
		out <- <-in + 1
	}
}

func play(rounds, capacity int) int {
	there, back := make(chan int, capacity), make(chan int, capacity)
	go pong(rounds, there, back)
	sum := 0
	for i := 0; i < rounds; i++ {
		there <- i
		sum += <-back
	}
	return sum
}

func main() {
	for _, capacity := range []int{0, 1} {
		body := func(n int) int { return play(n, capacity) }
		measure(strconv.Itoa(capacity), "ns/round", body, func(n int) int { return n * (n + 1) / 2 })
	}
}
