// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
//
// A goroutine and a channel: how Go wrote generators before iter.Pull.
package main

//go:noinline
func countTo(n int) <-chan int {
	items := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			items <- i
		}
		close(items)
	}()
	return items
}

func addUp(n int) int {
	sum := 0
	for value := range countTo(n) {
		sum += value
	}
	return sum
}

func main() {
	measure("ints", "ns/item", addUp, func(n int) int { return n * (n - 1) / 2 })
}
