// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
//
// A goroutine and two channels, there and back.
package main

//go:noinline
func runningTotal(sent <-chan int, answers chan<- int) {
	total := 0
	for value := range sent {
		total += value
		answers <- total
	}
}

func addUp(n int) int {
	sent, answers := make(chan int), make(chan int)
	go runningTotal(sent, answers)
	answer := 0
	for i := 0; i < n; i++ {
		sent <- i
		answer = <-answers
	}
	close(sent)
	return answer
}

func main() {
	measure("total", "ns/round trip", addUp, func(n int) int { return n * (n - 1) / 2 })
}
