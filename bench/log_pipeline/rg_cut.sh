# SPDX-License-Identifier: BSL-1.0
# needs: rg cut
rg ' ERROR: ' "$1" | cut -d' ' -f4- >"$2"
