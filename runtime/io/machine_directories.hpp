// SPDX-License-Identifier: BSL-1.0
//
// The directories of this machine.
#pragma once

#include <rondo/io/detail/listing.hpp>

namespace rondo::inline v0::detail {

class machine_directories final : public directory_reader {
public:
    int list(int directory, const char* path, bool follow, std::vector<directory_entry>& into) override;
    int identify(int directory, const char* path, file_type& type, file_identity& who) override;
};

} // namespace rondo::inline v0::detail
