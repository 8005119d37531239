// SPDX-License-Identifier: BSL-1.0
// needs: go 1.21
//
// bufio on both sides.
package main

import (
	"bufio"
	"bytes"
	"os"
)

func main() {
	in, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriterSize(file, 256<<10)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 256<<10), 1<<20)
	mark := []byte(" ERROR: ")
	for lines.Scan() {
		line := lines.Bytes()
		if at := bytes.Index(line, mark); at >= 0 {
			out.Write(line[at+len(mark):])
			out.WriteByte('\n')
		}
	}
	if err := out.Flush(); err != nil {
		panic(err)
	}
}
