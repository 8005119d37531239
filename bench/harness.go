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
	"time"
)

var given = map[string]string{"runs": "9", "milliseconds": "10", "case": "", "count": "0", "most": "1000000000"}

// What a body says about itself while it runs.
var current struct {
	begun, counted, resident float64
	laps                     bool
}

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

// byWallClock says that what passes on the wall is measured, and not CPU time: for what waits for others.
var byWallClock bool

var started = time.Now()

func nanoseconds() float64 {
	if byWallClock {
		return float64(time.Since(started))
	}
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano() + used.Stime.Nano())
}

// size says how big to make what should be wanted big.
func size(wanted int) int {
	most, _ := strconv.Atoi(given["most"])
	return min(wanted, most)
}

// checking says whether answers are compared and nothing is measured, so that a body may look closely.
func checking() bool {
	return given["check"] != ""
}

// beginLap begins what counts of a body; one that says neither this nor endLap counts as a whole.
func beginLap() {
	current.laps = true
	current.begun = nanoseconds()
}

func endLap() {
	current.counted += nanoseconds() - current.begun
}

func residentBytes() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize())
}

// allAlive is what a body whose memory is measured says when all is there.
func allAlive() {
	current.resident = residentBytes()
}

func whole(n, grain int) int {
	return max(1, n/grain) * grain
}

func takenBy(name string, n int, body, truth func(n int) int) float64 {
	current.counted, current.laps = 0, false
	begin := nanoseconds()
	answer := body(n)
	taken := nanoseconds() - begin
	if answer != truth(n) {
		fmt.Fprintln(os.Stderr, name, "of", n, "gave", answer, "and the truth is", truth(n))
		os.Exit(1)
	}
	if current.laps {
		return current.counted
	}
	return taken
}

func doneWithoutMeasuring(name string, grain int, body, truth func(n int) int) bool {
	if given["case"] != "" && given["case"] != name {
		return true
	}
	if given["check"] != "" {
		for _, n := range []int{1, 2, 3, 10, 1000} {
			if n >= grain {
				n = whole(n, grain)
			}
			takenBy(name, n, body, truth)
		}
	}
	return given["check"] != ""
}

func report(name, unit string, samples []float64) {
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"case": name, "unit": unit, "version": strings.TrimPrefix(runtime.Version(), "go"), "samples": samples})
}

// measure runs body(n), which does n operations and gives an answer; truth(n) is what that must be.
func measure(name, unit string, body, truth func(n int) int) {
	measureBy(1, name, unit, body, truth)
}

// measureBy measures operations that come only by the grain, in multiples of it.
func measureBy(grain int, name, unit string, body, truth func(n int) int) {
	if doneWithoutMeasuring(name, grain, body, truth) {
		return
	}
	milliseconds, _ := strconv.ParseFloat(given["milliseconds"], 64)
	enough := milliseconds * 1e6
	began := time.Now()
	n := max(grain, whole(64, grain))
	taken := takenBy(name, n, body, truth)
	for taken < enough/2 {
		n *= 2
		taken = takenBy(name, n, body, truth)
	}
	spent := func() float64 { return float64(time.Since(began)) / enough }
	runs, _ := strconv.Atoi(given["runs"])
	samples := []float64{}
	if spent() > 1000 { // what takes long is run less often
		samples = append(samples, taken/float64(n))
	}
	n = whole(int(float64(n)*enough/taken), grain)
	for len(samples) < runs && (len(samples) == 0 || spent() < 200 || len(samples) < 3 && spent() < 1000) {
		samples = append(samples, takenBy(name, n, body, truth)/float64(n))
	}
	report(name, unit, samples)
}

// measureBytes measures how much the memory of the process grows until body(many) calls allAlive, for each of them; once a
// process.
func measureBytes(name, unit string, body, truth func(n int) int, many int) {
	if doneWithoutMeasuring(name, many, body, truth) {
		return
	}
	before := residentBytes()
	takenBy(name, many, body, truth)
	report(name, unit, []float64{max(1, current.resident-before) / float64(many)})
}
