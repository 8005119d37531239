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
	most           int // yields of one goroutine
	all            sync.WaitGroup
}

func giveWay(to *shared) {
	defer to.all.Done()
	if to.missing.Add(-1) == 0 {
		to.yields = 0
		beginLap()
	}
	mine := 0
	for !to.enough {
		runtime.Gosched()
		mine++
		to.yields++
		if to.yields >= to.wanted && !to.enough {
			to.enough = true
			endLap()
		}
	}
	to.most = max(to.most, mine)
}

func goRound(tasks, wanted int) int {
	to := &shared{wanted: wanted, yields: math.MinInt}
	to.missing.Store(int64(tasks))
	to.all.Add(tasks)
	for i := 0; i < tasks; i++ {
		go giveWay(to)
	}
	to.all.Wait()
	if checking() && to.most > 100+wanted/tasks { // whether they take turns, more or less
		return -1
	}
	return wanted
}

func main() {
	cases := []struct {
		name  string
		tasks int
	}{{"1", 1}, {"1e3", 1000}, {"1e5", 100_000}, {"1e6", 1_000_000}}
	for _, each := range cases {
		full := size(each.tasks)
		body := func(n int) int { return goRound(min(n, full), n) }
		measureBy(full, each.name, "ns/yield", body, func(n int) int { return n })
	}
}
