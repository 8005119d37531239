// SPDX-License-Identifier: BSL-1.0
//
// Ctrl-C as an orderly end: a flag that the reader looks at between two blocks, and a descriptor that a loop waits for. A second Ctrl-C kills as usual.
#pragma once

namespace pipeline {

/// From now on SIGINT and SIGTERM only raise the flag and interrupt a waiting call; SIGPIPE becomes the error EPIPE.
void catch_interrupts();

/// A descriptor that can be read from then on: what a loop waits for. -1 before.
int stop_descriptor() noexcept;

/// True once SIGINT or SIGTERM has come.
bool interrupted() noexcept;

} // namespace pipeline
