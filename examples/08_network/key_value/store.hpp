// SPDX-License-Identifier: BSL-1.0
//
// Texts by name, some of them until a point in time.
#pragma once

#include <rondo/base/time.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace key_value {

class store {
    using expiries = std::multimap<rondo::instant, std::string>;

public:
    struct entry {
        std::string value;
        std::optional<expiries::iterator> expiry{};
        std::optional<rondo::instant> expires() const {
            return expiry ? std::optional((*expiry)->first) : std::nullopt;
        }
    };

    /// Null: there is none, or its time is over. Lifetime: until the store is changed.
    entry* find(std::string_view key, rondo::instant now);
    /// What is there keeps its time.
    entry& at(std::string_view key, rondo::instant now);
    void expire(std::string_view key, entry& of, std::optional<rondo::instant> when);
    bool erase(std::string_view key, rondo::instant now);
    void clear() noexcept;
    /// Forgets what is over, `most` of it at a time. Returns: whether there is more.
    bool sweep(rondo::instant now, std::size_t most);

    std::size_t size() const noexcept { return all_.size(); }
    std::size_t with_expiry() const noexcept { return expiries_.size(); }
    template <class Use>
    void each(Use use) const {
        for (const auto& [key, of] : all_) use(std::string_view(key), of);
    }

private:
    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    using table = std::unordered_map<std::string, entry, hash, std::equal_to<>>;
    void erase(table::iterator which);
    table all_;
    expiries expiries_;
};

} // namespace key_value
