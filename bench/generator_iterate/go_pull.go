// SPDX-License-Identifier: BSL-1.0
// needs: go 1.23
//
// iter.Pull: a function that yields, turned into one that is asked; Go's coroutine.
package main

import "iter"

//go:noinline
func countTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func addUp(n int) int {
	next, stop := iter.Pull(countTo(n))
	defer stop()
	sum := 0
	for value, ok := next(); ok; value, ok = next() {
		sum += value
	}
	return sum
}

func main() {
	measure("ints", "ns/item", addUp, func(n int) int { return n * (n - 1) / 2 })
}
