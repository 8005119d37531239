// SPDX-License-Identifier: BSL-1.0
#include "store.hpp"

namespace key_value {

void store::erase(table::iterator which) {
    if (which->second.expiry) expiries_.erase(*which->second.expiry);
    all_.erase(which);
}

store::entry* store::find(std::string_view key, rondo::instant now) {
    const auto found = all_.find(key);
    if (found == all_.end()) return nullptr;
    entry& of = found->second;
    if (of.expiry && (*of.expiry)->first <= now) {
        erase(found);
        return nullptr;
    }
    return &of;
}

store::entry& store::at(std::string_view key, rondo::instant now) {
    if (entry* const there = find(key, now)) return *there;
    return all_.try_emplace(std::string(key)).first->second;
}

void store::expire(std::string_view key, entry& of, std::optional<rondo::instant> when) {
    if (of.expiry) expiries_.erase(*of.expiry);
    of.expiry.reset();
    if (when) of.expiry = expiries_.emplace(*when, std::string(key));
}

bool store::erase(std::string_view key, rondo::instant now) {
    if (!find(key, now)) return false;
    erase(all_.find(key));
    return true;
}

void store::clear() noexcept {
    all_.clear();
    expiries_.clear();
}

bool store::sweep(rondo::instant now, std::size_t most) {
    while (!expiries_.empty() && expiries_.begin()->first <= now) {
        if (most-- == 0) return true;
        erase(all_.find(expiries_.begin()->second));
    }
    return false;
}

} // namespace key_value
