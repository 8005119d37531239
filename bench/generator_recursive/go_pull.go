// SPDX-License-Identifier: BSL-1.0
// needs: go 1.23
//
// Functions that yield, passing items on by a loop, the outermost one turned into one that is asked: one coroutine in all,
// and a call a level an item.
package main

import (
	"fmt"
	"iter"
)

//go:noinline
func descend(n, depth int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if depth > 1 {
			for value := range descend(n, depth-1) {
				if !yield(value) {
					return
				}
			}
			return
		}
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

//go:noinline
func walk(low, high int, yield func(int) bool) bool {
	middle := low + (high-low)/2
	return (low == middle || walk(low, middle, yield)) && yield(middle) &&
		(middle+1 == high || walk(middle+1, high, yield))
}

func addUp(depth int) func(n int) int {
	return func(n int) int {
		next, stop := iter.Pull(descend(n, depth))
		defer stop()
		sum := 0
		for value, ok := next(); ok; value, ok = next() {
			sum += value
		}
		return sum
	}
}

func walkAll(n int) int {
	next, stop := iter.Pull(func(yield func(int) bool) { walk(0, n, yield) })
	defer stop()
	sum, expected := 0, 0
	for value, ok := next(); ok; value, ok = next() {
		if value != expected {
			return -1
		}
		expected++
		sum += value
	}
	return sum
}

func main() {
	truth := func(n int) int { return n * (n - 1) / 2 }
	for _, depth := range []int{1, 10, 100, 1000} {
		measure(fmt.Sprintf("depth_%d", depth), "ns/item", addUp(depth), truth)
	}
	measure("tree", "ns/node", walkAll, truth)
}
