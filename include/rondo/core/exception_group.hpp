// SPDX-License-Identifier: BSL-1.0
//
// `exception_group`: several errors that happened at once, as one. What a task group throws, however many failed. Groups
// nest; `split` and `subgroup` take them apart by type, keeping the shape of the tree.
#pragma once

#include <rondo/base/config.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

/// A message and at least one error, in the order in which they happened. Copies share the errors.
/// Source: PEP 654. Example: `catch (const exception_group& group) { auto [matched, rest] = group.split<io_error>(); … }`
class RONDO_API exception_group : public std::exception {
public:
    /// Throws: value_error when `errors` is empty or holds a null.
    exception_group(std::string message, std::vector<std::exception_ptr> errors);
    exception_group(const exception_group&) noexcept;
    exception_group& operator=(const exception_group&) noexcept;
    ~exception_group() override;

    /// "message (2 sub-exceptions)".
    const char* what() const noexcept override;
    const std::string& message() const noexcept;
    const std::vector<std::exception_ptr>& errors() const noexcept;
    /// How many errors there are, those of nested groups counted, the groups not.
    std::size_t leaf_count() const;

    /// The errors of which `matches(const std::exception_ptr&)` is true, in groups of the same shape; null when none is.
    /// A nested group that matches as a whole is kept as it is.
    template <class Predicate>
        requires std::is_invocable_r_v<bool, Predicate&, const std::exception_ptr&>
    std::unique_ptr<exception_group> subgroup(Predicate matches) const {
        return split(std::move(matches)).first;
    }
    /// The same by type: errors that `catch (const E&)` would catch.
    template <class E>
    std::unique_ptr<exception_group> subgroup() const {
        return split<E>().first;
    }
    /// The errors that match, and the rest; either may be null.
    template <class Predicate>
        requires std::is_invocable_r_v<bool, Predicate&, const std::exception_ptr&>
    std::pair<std::unique_ptr<exception_group>, std::unique_ptr<exception_group>>
    split(Predicate matches) const {
        return divide(
            [](void* asked, const std::exception_ptr& error) -> bool {
                return (*static_cast<Predicate*>(asked))(error);
            },
            std::addressof(matches));
    }
    template <class E>
    std::pair<std::unique_ptr<exception_group>, std::unique_ptr<exception_group>> split() const {
        return split([](const std::exception_ptr& error) {
            try {
                std::rethrow_exception(error);
            } catch (const E&) {
                return true;
            } catch (...) {
                return false;
            }
        });
    }
    /// Calls `see(const std::exception_ptr&)` for every error that is no group, in order.
    template <class See>
    void visit(See see) const {
        for (const std::exception_ptr& leaf : leaves()) see(leaf);
    }
    /// Every error that is no group, in order, those of nested groups in their place.
    std::vector<std::exception_ptr> leaves() const;
    /// The tree, a line an error, indented by depth; ends in a newline.
    std::string tree() const;

private:
    using question = bool (*)(void*, const std::exception_ptr&);
    std::pair<std::unique_ptr<exception_group>, std::unique_ptr<exception_group>> divide(question ask,
                                                                                         void* asked) const;
    struct content;
    std::shared_ptr<const content> content_;
};

} // namespace rondo::inline v0
