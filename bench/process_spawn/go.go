// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"os/exec"
	"runtime"
)

func few(n int) int {
	if checking() {
		return min(n, 10)
	}
	return n
}

func main() {
	byWallClock = true
	runtime.GOMAXPROCS(runtime.NumCPU()) // with one, a thread that waits for a child holds the others up for milliseconds
	measure("true", "ns/process", func(n int) int {
		endedWell := 0
		for i := 0; i < few(n); i++ {
			if exec.Command("true").Run() == nil {
				endedWell++
			}
		}
		return endedWell
	}, few)
	measure("output", "ns/process", func(n int) int {
		bytes := 0
		for i := 0; i < few(n); i++ {
			said, err := exec.Command("echo", "x").Output()
			if err == nil {
				bytes += len(said)
			}
		}
		return bytes
	}, func(n int) int { return 2 * few(n) })
}
