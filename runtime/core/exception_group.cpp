// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/exception_group.hpp>

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0 {

struct exception_group::content {
    std::string message;
    std::vector<std::exception_ptr> errors;
    std::string what;
};

namespace {

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

exception_group::exception_group(std::string message, std::vector<std::exception_ptr> errors) {
    if (errors.empty()) throw value_error("exception_group: an empty group of errors");
    for (const std::exception_ptr& error : errors)
        if (!error) throw value_error("exception_group: a null among the errors");
    std::string what = message + " (" + std::to_string(errors.size()) + " sub-exception" + (errors.size() == 1 ? "" : "s") + ")";
    content_ = std::make_shared<const content>(content{std::move(message), std::move(errors), std::move(what)});
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
        if (const exception_group* inner = as_group(error)) open.emplace_back(inner, 0);
        else found.push_back(error);
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
            if (parts.first && !parts.second) matched.push_back(error);
            else if (parts.second && !parts.first) rest.push_back(error);
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
