// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import "strconv"

func produce(messages int, to chan<- int) {
	for i := 0; i < messages; i++ {
		to <- i
	}
	close(to)
}

func pass(messages, capacity int) int {
	between := make(chan int, capacity)
	go produce(messages, between)
	sum, next := 0, 0
	for got := range between {
		if got != next {
			return -1
		}
		next++
		sum += got
	}
	return sum
}

func main() {
	for _, capacity := range []int{0, 1, 16, 128, 1024} {
		body := func(n int) int { return pass(n, capacity) }
		measure(strconv.Itoa(capacity), "ns/message", body, func(n int) int { return n * (n - 1) / 2 })
	}
}
