// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"math/bits"
	"sync"
	"time"
)

// shuffled gives the numbers 0 … n - 1 in a pseudo-random order: what i becomes.
func shuffled(i, n uint32) uint32 {
	width := max(1, bits.Len32(n-1))
	mask := uint32(1)<<width - 1
	for {
		i = i * 0x9e3779b1 & mask
		i ^= i >> ((width + 1) / 2)
		i = i * 0x85ebca6b & mask
		i ^= i >> ((width + 1) / 2)
		if i < n {
			return i
		}
	}
}

func sleeper(i int, howLong time.Duration, into *int, all *sync.WaitGroup) {
	time.Sleep(howLong)
	*into = i
	all.Done()
}

func watched(i int, howLong time.Duration, into *int, all *sync.WaitGroup) {
	began := time.Now()
	time.Sleep(howLong)
	*into = i
	if time.Since(began) < howLong {
		*into = -1 << 40
	}
	all.Done()
}

func sleepAll(sleeps []time.Duration) int {
	numbers := make([]int, len(sleeps))
	var all sync.WaitGroup
	all.Add(len(sleeps))
	run := sleeper
	if checking() {
		run = watched
	}
	for i, howLong := range sleeps {
		go run(i, howLong, &numbers[i], &all)
	}
	all.Wait()
	sum := 0
	for _, number := range numbers {
		sum += number
	}
	return sum
}

func main() {
	cases := []struct {
		name string
		many int
	}{{"1e5", 100_000}, {"1e6", 1_000_000}}
	for _, each := range cases {
		full := size(each.many)
		body := func(n int) int {
			many := min(n, full)
			shortest := 500 * many
			if checking() {
				shortest = 5_000_000
			}
			sleeps := make([]time.Duration, many)
			for i := range sleeps {
				sleeps[i] = time.Duration(shortest + 100*int(shuffled(uint32(i), uint32(many))))
			}
			sum := 0
			for done := 0; done < n; done += many {
				beginLap()
				sum += sleepAll(sleeps)
				endLap()
			}
			return sum
		}
		truth := func(n int) int {
			many := min(n, full)
			return n / many * (many * (many - 1) / 2)
		}
		measureBy(full, each.name, "ns/sleeper", body, truth)
	}
}
