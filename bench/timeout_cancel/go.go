// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"context"
	"runtime"
	"time"
)

//go:noinline
func ready(_ context.Context, i int) int {
	return i
}

//go:noinline
func yields(_ context.Context, i int) int {
	runtime.Gosched()
	return i
}

func limitAll(what func(context.Context, int) int) func(n int) int {
	return func(n int) int {
		sum := 0
		for i := 0; i < n; i++ {
			limited, cancel := context.WithTimeout(context.Background(), time.Second)
			sum += what(limited, i)
			cancel()
		}
		return sum
	}
}

func main() {
	truth := func(n int) int { return n * (n - 1) / 2 }
	measure("ready", "ns/timeout", limitAll(ready), truth)
	measure("yields", "ns/timeout", limitAll(yields), truth)
}
