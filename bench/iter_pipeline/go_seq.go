// SPDX-License-Identifier: BSL-1.0
// needs: go 1.23
//
// Functions that yield, each calling the next one's body: nobody is asked, everything is pushed.
package main

import "iter"

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for x := 0; x < n && yield(x); x++ {
		}
	}
}

func triple(numbers iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		for x := range numbers {
			if !yield(3*x + 1) {
				return
			}
		}
	}
}

func odd(numbers iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		for y := range numbers {
			if y%2 != 0 && !yield(y) {
				return
			}
		}
	}
}

func addUp(n int) int {
	sum := 0
	for y := range odd(triple(count(n))) {
		sum += y
	}
	return sum
}

func main() {
	measure("sum", "ns/item", addUp, func(n int) int {
		m := (n + 1) / 2
		return 3*m*(m-1) + m
	})
}
