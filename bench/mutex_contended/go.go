// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"runtime"
	"strconv"
	"sync"
)

type shared struct {
	guard   sync.Mutex
	counter int
	all     sync.WaitGroup
}

func add(rounds int, givesWay bool, to *shared) {
	defer to.all.Done()
	for i := 0; i < rounds; i++ {
		to.guard.Lock()
		before := to.counter
		if givesWay {
			runtime.Gosched()
		}
		to.counter = before + 1
		to.guard.Unlock()
	}
}

func count(tasks, rounds int, givesWay bool) int {
	var to shared
	to.all.Add(tasks)
	for i := 0; i < tasks; i++ {
		go add(rounds, givesWay, &to)
	}
	to.all.Wait()
	return to.counter
}

func main() {
	for _, tasks := range []int{1, 10, 1000} {
		full := size(tasks)
		body := func(n int) int { return count(min(n, full), n/min(n, full), tasks != 1) }
		measureBy(full, strconv.Itoa(tasks), "ns/acquisition", body, func(n int) int { return n })
	}
}
