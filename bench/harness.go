// SPDX-License-Identifier: BSL-1.0
//
// The harness for peers in Go: what harness.hpp does, by the same options. One processor, so that goroutines hand over as
// cheaply as they can, and the CPU time of the process, since a goroutine belongs to no thread.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

var given = map[string]string{"runs": "9", "milliseconds": "10", "case": "", "count": "0"}

func init() {
	runtime.GOMAXPROCS(1)
	for i := 1; i < len(os.Args); i++ {
		name := strings.TrimLeft(os.Args[i], "-")
		if name == "check" {
			given[name] = "1"
		} else if i+1 < len(os.Args) {
			i++
			given[name] = os.Args[i]
		}
	}
}

func cpuNanoseconds() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano() + used.Stime.Nano())
}

// measure runs body(n), which does n operations and gives an answer; truth(n) is what that must be.
func measure(name, unit string, body, truth func(n int) int) {
	if given["case"] != "" && given["case"] != name {
		return
	}
	milliseconds, _ := strconv.ParseFloat(given["milliseconds"], 64)
	enough := milliseconds * 1e6
	run := func(n int) float64 {
		begin := cpuNanoseconds()
		answer := body(n)
		taken := cpuNanoseconds() - begin
		if answer != truth(n) {
			fmt.Fprintln(os.Stderr, name, "of", n, "gave", answer, "and the truth is", truth(n))
			os.Exit(1)
		}
		return taken
	}
	if given["check"] != "" {
		for _, n := range []int{1, 2, 3, 10, 1000} {
			run(n)
		}
		return
	}
	n := 64
	taken := run(n)
	for taken < enough/2 {
		n *= 2
		taken = run(n)
	}
	n = max(1, int(float64(n)*enough/taken))
	runs, _ := strconv.Atoi(given["runs"])
	samples := []float64{}
	for len(samples) < runs {
		samples = append(samples, run(n)/float64(n))
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"case": name, "unit": unit, "version": strings.TrimPrefix(runtime.Version(), "go"), "samples": samples})
}
