# SPDX-License-Identifier: BSL-1.0
# needs: uvloop
import cpython_asyncio
import uvloop

cpython_asyncio.EARLY = 2e-3  # it rounds, and counts from when its turn began, both by the millisecond
cpython_asyncio.run_by(uvloop.new_event_loop())
