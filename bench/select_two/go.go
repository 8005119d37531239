// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import "strconv"

func produce(first, count int, to chan<- int) {
	for i := 0; i < count; i++ {
		to <- first + 2*i
	}
}

func take(n, capacity int) int {
	evens, odds := make(chan int, capacity), make(chan int, capacity)
	go produce(0, n-n/2, evens)
	go produce(1, n/2, odds)
	sum, even, odd := 0, 0, 1
	for i := 0; i < n; i++ {
		select {
		case got := <-evens:
			if got != even {
				return -1
			}
			even += 2
			sum += got
		case got := <-odds:
			if got != odd {
				return -1
			}
			odd += 2
			sum += got
		}
	}
	return sum
}

func main() {
	for _, capacity := range []int{0, 16} {
		body := func(n int) int { return take(n, capacity) }
		measure(strconv.Itoa(capacity), "ns/message", body, func(n int) int { return n * (n - 1) / 2 })
	}
}
