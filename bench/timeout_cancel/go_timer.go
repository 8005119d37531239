// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"runtime"
	"time"
)

//go:noinline
func ready(i int) int {
	return i
}

//go:noinline
func yields(i int) int {
	runtime.Gosched()
	return i
}

func late() {}

func limitAll(what func(int) int) func(n int) int {
	return func(n int) int {
		sum := 0
		for i := 0; i < n; i++ {
			timer := time.AfterFunc(time.Second, late)
			sum += what(i)
			timer.Stop()
		}
		return sum
	}
}

func main() {
	truth := func(n int) int { return n * (n - 1) / 2 }
	measure("ready", "ns/timeout", limitAll(ready), truth)
	measure("yields", "ns/timeout", limitAll(yields), truth)
}
