# SPDX-License-Identifier: BSL-1.0
# needs: grep cut
grep ' ERROR: ' "$1" | cut -d' ' -f4- >"$2"
