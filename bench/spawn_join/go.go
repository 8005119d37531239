// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
//
// Who spawns for longer than 10 ms is interrupted, so that tasks would begin and end meanwhile: they wait at a gate until all
// are there.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

func add(i int, into *int, gate <-chan struct{}, all *sync.WaitGroup) {
	<-gate
	*into = i
	all.Done()
}

func addLater(i int, into *int, all *sync.WaitGroup, missing *atomic.Int64) {
	if missing.Add(-1) == 0 {
		allAlive()
	}
	for ok := true; ok; ok = missing.Load() != 0 {
		runtime.Gosched()
	}
	*into = i
	all.Done()
}

func sumOf(numbers []int) int {
	sum := 0
	for _, number := range numbers {
		sum += number
	}
	return sum
}

func group(tasks int) int {
	numbers := make([]int, tasks)
	gate := make(chan struct{})
	var all sync.WaitGroup
	all.Add(tasks)
	for i := range numbers {
		go add(i, &numbers[i], gate, &all)
	}
	close(gate)
	all.Wait()
	return sumOf(numbers)
}

func inBytes(tasks int) int {
	numbers := make([]int, tasks)
	var all sync.WaitGroup
	var missing atomic.Int64
	missing.Store(int64(tasks))
	all.Add(tasks)
	for i := range numbers {
		go addLater(i, &numbers[i], &all, &missing)
	}
	all.Wait()
	return sumOf(numbers)
}

func main() {
	full := size(1_000_000)
	truth := func(n int) int {
		tasks := min(n, full)
		return n / tasks * (tasks * (tasks - 1) / 2)
	}
	batches := func(batch func(tasks int) int) func(n int) int {
		return func(n int) int {
			sum := 0
			for i := 0; i < n/min(n, full); i++ {
				sum += batch(min(n, full))
			}
			return sum
		}
	}
	measureBytes("bytes", "bytes/task", batches(inBytes), truth, full)
	measureBy(full, "group", "ns/task", batches(group), truth)
}
