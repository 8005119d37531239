// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/json.hpp>

#include "text.hpp"

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace rondo::inline v0::plot {

namespace {

template <class Number>
struct written {
    std::array<char, 48> digits;
    std::string_view text;
    explicit written(Number v) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), v).ptr;
        text = std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
    }
};

} // namespace

json_writer::json_writer(text_sink out, json_options options) : out_(out), options_(options) {
    expects(options.indent >= 0, "json_writer: an indent is 0 or more spaces");
    expects(!options.lines || options.indent == 0, "json_writer: JSON lines are not indented");
}

json_writer& json_writer::begin_object() { return begin(true); }
json_writer& json_writer::end_object() { return end(true); }
json_writer& json_writer::begin_array() { return begin(false); }
json_writer& json_writer::end_array() { return end(false); }

json_writer& json_writer::begin(bool object) {
    separate();
    const std::size_t length = names_.size();
    levels_.push_back({object, false, 0, length});
    out_(object ? "{" : "[");
    return *this;
}

json_writer& json_writer::end(bool object) {
    expects(!levels_.empty(), "json_writer: an end without its begin");
    const level ended = levels_.back();
    expects(ended.object == object, "json_writer: an object was ended as an array, or an array as an object");
    expects(!ended.named, "json_writer: a key without its value");
    levels_.pop_back();
    names_.resize(ended.path);
    if (ended.count > 0) new_line();
    out_(object ? "}" : "]");
    finished();
    return *this;
}

json_writer& json_writer::key(std::string_view name) {
    expects(!levels_.empty() && levels_.back().object, "json_writer: a key outside of an object");
    level& here = levels_.back();
    expects(!here.named, "json_writer: a key without its value");
    if (here.count > 0) out_(",");
    new_line();
    here.named = true;
    names_.resize(here.path);
    (names_ += '.') += name;
    piece_ = '"';
    detail::append_json(piece_, name, options_.in_html);
    piece_ += options_.indent > 0 ? "\": " : "\":";
    out_(piece_);
    return *this;
}

/// What stands between this value and the one before it.
void json_writer::separate() {
    if (levels_.empty()) {
        expects(!any_ || options_.lines,
                "json_writer: a second value (JSON lines hold several: options.lines)");
        return;
    }
    level& here = levels_.back();
    if (here.object) {
        expects(here.named, "json_writer: a value in an object without its key");
        here.named = false;
    } else {
        if (here.count > 0) out_(",");
        new_line();
        names_.resize(here.path);
        names_ += '[';
        names_ += written(here.count).text;
        names_ += ']';
    }
    ++here.count;
}

void json_writer::finished() {
    if (!levels_.empty()) return;
    any_ = true;
    if (options_.lines) out_("\n");
}

void json_writer::new_line() {
    if (options_.indent == 0) return;
    piece_.assign(1, '\n');
    piece_.append(levels_.size() * static_cast<std::size_t>(options_.indent), ' ');
    out_(piece_);
}

json_writer& json_writer::scalar(std::string_view json) {
    separate();
    out_(json);
    finished();
    return *this;
}

json_writer& json_writer::raw(std::string_view json) { return scalar(json); }
json_writer& json_writer::boolean(bool v) { return scalar(v ? "true" : "false"); }
json_writer& json_writer::null() { return scalar("null"); }
json_writer& json_writer::integer(long long v) { return scalar(written(v).text); }
json_writer& json_writer::natural(unsigned long long v) { return scalar(written(v).text); }
json_writer& json_writer::single(float v) { return refuse(v) ? null() : scalar(written(v).text); }
json_writer& json_writer::number(double v) { return refuse(v) ? null() : scalar(written(v).text); }

json_writer& json_writer::text(std::string_view v) {
    separate();
    piece_ = '"';
    detail::append_json(piece_, v, options_.in_html);
    piece_ += '"';
    out_(piece_);
    finished();
    return *this;
}

bool json_writer::refuse(double v) {
    if (std::isfinite(v)) return false;
    if (options_.numbers == non_finite::null) return true;
    std::string message = "json_writer: ";
    detail::append_number(message, v);
    throw value_error(message + " at " + path() + " is no JSON number (non_finite::null writes null)");
}

std::string json_writer::path() const {
    std::string path = "$" + names_;
    if (levels_.empty()) return path;
    const level& here = levels_.back();
    if (here.object && here.named) return path; // its name stands there already
    path.resize(1 + here.path);
    if (!here.object) path.append("[").append(written(here.count).text).append("]");
    return path;
}

} // namespace rondo::inline v0::plot
