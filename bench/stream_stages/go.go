// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

func countUpTo(n int) <-chan int {
	out := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			out <- i
		}
		close(out)
	}()
	return out
}

func even(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		for i := range in {
			if i%2 == 0 {
				out <- i
			}
		}
		close(out)
	}()
	return out
}

func triple(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		for i := range in {
			out <- 3 * i
		}
		close(out)
	}()
	return out
}

func soFar(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		total := 0
		for i := range in {
			total += i
			out <- total
		}
		close(out)
	}()
	return out
}

func addUp(n int) int {
	sum := 0
	for i := range soFar(triple(even(countUpTo(n)))) {
		sum += i
	}
	return sum
}

func truth(n int) int {
	total, sum := 0, 0
	for i := 0; i < n; i += 2 {
		total += 3 * i
		sum += total
	}
	return sum
}

func main() {
	measure("three", "ns/item", addUp, truth)
}
