// SPDX-License-Identifier: BSL-1.0
// needs: go 1.23
package main

import "iter"

//go:noinline
func countFour(first int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := first; i < first+4; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func addUp(n int) int {
	sum := 0
	for k := 0; k < n; k++ {
		next, stop := iter.Pull(countFour(k))
		for value, ok := next(); ok; value, ok = next() {
			sum += value
		}
		stop()
	}
	return sum
}

func main() {
	measure("four", "ns/generator", addUp, func(n int) int { return 2*n*(n-1) + 6*n })
}
