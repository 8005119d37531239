# SPDX-License-Identifier: BSL-1.0
# needs: mawk
exec mawk '{ at = index($0, " ERROR: "); if (at) print substr($0, at + 8) }' "$1" >"$2"
