// SPDX-License-Identifier: BSL-1.0
//
// `json_writer`: JSON (RFC 8259) written as it comes, of any size, in constant memory. Numbers are the shortest that read
// back as the same; text is taken for UTF-8, and bytes that are not are written as U+FFFD. What is written is always
// valid: whoever calls in a wrong order ends the program with a message that says where.
//
//     json_writer out(text);
//     out.begin_object().member("name", "bank").key("waits").value(std::vector{1.5, 2.0}).end_object();
//     → {"name":"bank","waits":[1.5,2]}
#pragma once

#include <rondo/plot/sink.hpp>

#include <cstdint>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

namespace rondo::inline v0::plot {

/// What becomes of a NaN or an infinity, which JSON cannot write.
enum class non_finite {
    error, ///< value_error that says where it stood: `$.waits[3]`
    null,  ///< `null`
};

struct json_options {
    int indent = 0;                         ///< spaces a level; 0 writes all in one line, without spaces
    non_finite numbers = non_finite::error; ///< what becomes of a NaN
    bool lines = false;                     ///< JSON lines: any number of values, a line each (indent is 0)
    bool in_html = false; ///< hides `<`, `>` and `&`, so that it can stand in a script element
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
concept json_letter = std::same_as<T, char> || std::same_as<T, signed char> ||
                      std::same_as<T, unsigned char> || std::same_as<T, wchar_t> ||
                      std::same_as<T, char8_t> || std::same_as<T, char16_t> || std::same_as<T, char32_t>;

} // namespace detail

/// Writes one JSON value, or, by `lines`, one a line. Each call gives the writer back.
/// Lifetime: the sink's target outlives it. Cost: a byte or two of memory a level of nesting, and the names on the way.
/// Source: RFC 8259; JSON lines, jsonlines 1.0.
class RONDO_API json_writer {
public:
    explicit json_writer(text_sink out, json_options options = {});

    json_writer& begin_object();
    json_writer& end_object();
    json_writer& begin_array();
    json_writer& end_array();
    /// The name of the member whose value is written next. That a name comes once only is the caller's care.
    json_writer& key(std::string_view name);

    /// Writes a bool, a number, a text, null (nullptr, std::monostate, an empty std::optional), a variant's value, or
    /// an array of what a range holds. Throws: value_error for a NaN or an infinity, unless the options allow it.
    template <class T>
    json_writer& value(const T& v) {
        if constexpr (std::same_as<T, bool>) {
            return boolean(v);
        } else if constexpr (std::is_null_pointer_v<T> || std::same_as<T, std::monostate>) {
            return null();
        } else if constexpr (detail::json_letter<T>) {
            static_assert(!detail::json_letter<T>,
                          "json_writer: a single letter is a text or a number: say which");
        } else if constexpr (std::signed_integral<T>) {
            return integer(v);
        } else if constexpr (std::unsigned_integral<T>) {
            return natural(v);
        } else if constexpr (std::same_as<T, float>) {
            return single(v);
        } else if constexpr (std::floating_point<T>) {
            return number(static_cast<double>(v));
        } else if constexpr (std::convertible_to<const T&, std::string_view>) {
            return text(v);
        } else if constexpr (detail::is_optional<T>) {
            return v ? value(*v) : null();
        } else if constexpr (requires { std::variant_size<T>::value; }) {
            std::visit([this](const auto& alternative) { this->value(alternative); }, v);
            return *this;
        } else {
            static_assert(
                requires { std::begin(v) != std::end(v); },
                "json_writer: a value is a bool, a number, a text, nullptr, an optional, a variant or a "
                "range");
            begin_array();
            for (const auto& item : v) value(item);
            return end_array();
        }
    }
    template <class T>
    json_writer& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    /// Writes `json` as the next value, as it stands: that it is valid is the caller's care.
    json_writer& raw(std::string_view json);

    /// Whether every object and array that was begun has ended, and there is a value.
    bool complete() const noexcept { return levels_.empty() && any_; }
    /// Where the next value goes, as in `$.waits[3]`.
    std::string path() const;

private:
    struct level {
        bool object;
        bool named; ///< an object's member whose value is still to come
        std::uint64_t count;
        std::size_t path; ///< the part of names_ that leads here
    };

    json_writer& boolean(bool v);
    json_writer& null();
    json_writer& integer(long long v);
    json_writer& natural(unsigned long long v);
    json_writer& single(float v);
    json_writer& number(double v);
    json_writer& text(std::string_view v);
    json_writer& scalar(std::string_view json);
    json_writer& begin(bool object);
    json_writer& end(bool object);
    void separate();
    void finished();
    void new_line();
    bool refuse(double v);

    text_sink out_;
    json_options options_;
    std::vector<level> levels_;
    std::string names_; ///< of the members on the way to here, for messages
    std::string piece_; ///< the room in which a text is escaped
    bool any_ = false;
};

} // namespace rondo::inline v0::plot
