// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import "runtime"

//go:noinline
func descend(depth int) int {
	if depth == 1 {
		runtime.Gosched()
		return 1
	}
	return descend(depth-1) + 1
}

func main() {
	depth := 1000
	for _, name := range []string{"1e3", "1e4", "1e5", "1e6"} {
		full := size(depth)
		body := func(n int) int {
			done := make(chan int)
			go func() { // on a stack of its own, which is small at first
				levels := 0
				for i := 0; i < max(1, n/full); i++ {
					levels += descend(min(n, full))
				}
				done <- levels
			}()
			return <-done
		}
		measureBy(full, name, "ns/level", body, func(n int) int { return n })
		depth *= 10
	}
}
