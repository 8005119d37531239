// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
package main

import (
	"bufio"
	"bytes"
	"os"
	"strconv"
)

// dice are those of files.hpp.
func dice(state uint64) func() uint64 {
	return func() uint64 {
		state += 0x9E3779B97F4A7C15
		mixed := (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9
		mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB
		return mixed ^ (mixed >> 31)
	}
}

func weight(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	return len(line) + int(line[0])
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// made gives the path of a file of lines, and what its first n lines add up to.
func made(mean int) (string, []int) {
	roll := dice(uint64(mean))
	var content bytes.Buffer
	upto := []int{0}
	for content.Len() < 4<<20 {
		length, first := mean/2+int(roll()%uint64(mean)), byte('a'+roll()%26)
		line := bytes.Repeat([]byte{'x'}, length)
		if length != 0 {
			line[0] = first
		}
		upto = append(upto, upto[len(upto)-1]+weight(line))
		content.Write(line)
		content.WriteByte('\n')
	}
	place := os.Getenv("BENCH_FILES")
	if place == "" {
		place = os.Getenv("TMPDIR")
	}
	if place == "" {
		place = "/var/tmp"
	}
	file, err := os.CreateTemp(place, "rondo_bench_")
	must(err)
	_, err = file.Write(content.Bytes())
	must(err)
	must(file.Sync())
	must(file.Close())
	return file.Name(), upto
}

func addUp(path string, left int) int {
	file, err := os.Open(path)
	must(err)
	defer file.Close()
	sum := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 128<<10), 1<<20)
	for left != 0 && lines.Scan() {
		sum += weight(lines.Bytes())
		left--
	}
	must(lines.Err())
	return sum
}

func split(mean int) {
	path, upto := made(mean)
	defer os.Remove(path)
	many := len(upto) - 1
	measure(strconv.Itoa(mean), "ns/line", func(n int) int {
		beginLap()
		sum := 0
		for left := n; left != 0; {
			here := min(left, many)
			sum += addUp(path, here)
			left -= here
		}
		endLap()
		return sum
	}, func(n int) int { return n/many*upto[many] + upto[n%many] })
}

func main() {
	for _, mean := range []int{20, 100, 1000} {
		split(mean)
	}
}
