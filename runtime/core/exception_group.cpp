// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/exception_group.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0 {

struct exception_group::content {
    content(std::string m, std::vector<std::exception_ptr> e, std::string w) noexcept
        : message(std::move(m)), errors(std::move(e)), what(std::move(w)) {}
    content(const content&) = delete;
    ~content();
    std::string message;
    std::vector<std::exception_ptr> errors;
    std::string what;
};

namespace {

// Groups in groups in groups: beyond a depth the errors of one are put in a list, and let go by the outermost.
struct put_off {
    unsigned depth = 0;
    std::vector<std::vector<std::exception_ptr>>* rest = nullptr;
};
constinit thread_local put_off destroying{};
constexpr unsigned deepest = 200;

// The group that `error` holds, or null.
const exception_group* as_group(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const exception_group& group) {
        return &group; // lives in the exception object, which `error` keeps
    } catch (...) {
        return nullptr;
    }
}

} // namespace

exception_group::content::~content() {
    put_off& here = destroying;
    if (here.depth == 0) {
        std::vector<std::vector<std::exception_ptr>> rest;
        here = {1, &rest};
        errors.clear();
        while (!rest.empty()) {
            const std::vector<std::exception_ptr> next = std::move(rest.back());
            rest.pop_back();
        }
        here = {};
        return;
    }
    if (here.depth == deepest) {
        try {
            here.rest->push_back(std::move(errors));
            return;
        } catch (...) { // no memory for the list: the stack has to do
        }
    }
    ++here.depth;
    errors.clear();
    --here.depth;
}

exception_group::exception_group(std::string message, std::vector<std::exception_ptr> errors) {
    if (errors.empty()) throw value_error("exception_group: an empty group of errors");
    for (const std::exception_ptr& error : errors)
        if (!error) throw value_error("exception_group: a null among the errors");
    std::string what = message + " (" + std::to_string(errors.size()) + " sub-exception" +
                       (errors.size() == 1 ? "" : "s") + ")";
    content_ = std::make_shared<const content>(std::move(message), std::move(errors), std::move(what));
}

exception_group::exception_group(const exception_group&) noexcept = default;
exception_group& exception_group::operator=(const exception_group&) noexcept = default;
exception_group::~exception_group() = default;

const char* exception_group::what() const noexcept { return content_->what.c_str(); }
const std::string& exception_group::message() const noexcept { return content_->message; }
const std::vector<std::exception_ptr>& exception_group::errors() const noexcept { return content_->errors; }

std::size_t exception_group::leaf_count() const { return leaves().size(); }

std::vector<std::exception_ptr> exception_group::leaves() const {
    std::vector<std::exception_ptr> found;
    // Depth first with a stack of one's own: groups may nest deeply.
    std::vector<std::pair<const exception_group*, std::size_t>> open{{this, 0}};
    while (!open.empty()) {
        auto& [group, at] = open.back();
        if (at == group->errors().size()) {
            open.pop_back();
            continue;
        }
        const std::exception_ptr& error = group->errors()[at++];
        if (const exception_group* inner = as_group(error))
            open.emplace_back(inner, 0);
        else
            found.push_back(error);
    }
    return found;
}

std::pair<std::unique_ptr<exception_group>, std::unique_ptr<exception_group>>
exception_group::divide(question ask, void* asked) const {
    std::vector<std::exception_ptr> matched;
    std::vector<std::exception_ptr> rest;
    for (const std::exception_ptr& error : errors()) {
        if (ask(asked, error)) {
            matched.push_back(error);
        } else if (const exception_group* inner = as_group(error)) {
            auto parts = inner->divide(ask, asked);
            if (parts.first && !parts.second)
                matched.push_back(error);
            else if (parts.second && !parts.first)
                rest.push_back(error);
            else {
                matched.push_back(std::make_exception_ptr(*parts.first));
                rest.push_back(std::make_exception_ptr(*parts.second));
            }
        } else {
            rest.push_back(error);
        }
    }
    std::pair<std::unique_ptr<exception_group>, std::unique_ptr<exception_group>> result;
    if (!matched.empty()) result.first = std::make_unique<exception_group>(message(), std::move(matched));
    if (!rest.empty()) result.second = std::make_unique<exception_group>(message(), std::move(rest));
    return result;
}

std::string exception_group::tree() const {
    std::string text = std::string(what()) + "\n";
    std::vector<std::pair<const exception_group*, std::size_t>> open{{this, 0}};
    while (!open.empty()) {
        auto& [group, at] = open.back();
        if (at == group->errors().size()) {
            open.pop_back();
            continue;
        }
        const std::exception_ptr& error = group->errors()[at++];
        text.append(2 * open.size(), ' ');
        if (const exception_group* inner = as_group(error)) {
            text += std::string(inner->what()) + "\n";
            open.emplace_back(inner, 0);
        } else {
            char line[1024];
            describe(error, line, sizeof line);
            text += std::string(line) + "\n";
        }
    }
    return text;
}

} // namespace rondo::inline v0
