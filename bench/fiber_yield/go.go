// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// One processor runs them all, and takes itself away from one only by force, after 10 ms: then a count may be lost, which
// costs a yield more.
type shared struct {
	missing        atomic.Int64
	wanted, yields int
	enough         bool
	all            sync.WaitGroup
}

func giveWay(to *shared) {
	defer to.all.Done()
	if to.missing.Add(-1) == 0 {
		to.yields = 0
		beginLap()
	}
	for !to.enough {
		runtime.Gosched()
		to.yields++
		if to.yields >= to.wanted && !to.enough {
			to.enough = true
			endLap()
		}
	}
}

func goRound(tasks, wanted int) int {
	to := &shared{wanted: wanted, yields: math.MinInt}
	to.missing.Store(int64(tasks))
	to.all.Add(tasks)
	for i := 0; i < tasks; i++ {
		go giveWay(to)
	}
	to.all.Wait()
	return to.wanted - int(to.missing.Load())
}

func main() {
	cases := []struct {
		name  string
		tasks int
	}{{"1e3", 1000}, {"2e4", 20_000}}
	for _, each := range cases {
		full := size(each.tasks)
		body := func(n int) int { return goRound(min(n, full), n) }
		measureBy(full, each.name, "ns/yield", body, func(n int) int { return n })
	}
}
