# SPDX-License-Identifier: BSL-1.0
# needs: uvloop
import cpython_asyncio
import uvloop

cpython_asyncio.main(uvloop.new_event_loop())
