// SPDX-License-Identifier: BSL-1.0
//
// Numbers and text as every writer of this room needs them: the same bytes on every machine, whatever the locale.
// Text that comes in is taken for UTF-8; bytes that are not are written as U+FFFD, so that what goes out always is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::inline v0::plot::detail {

/// The shortest digits that read back as `value`: `0.1`, `1e+20`, `nan`, `-inf`.
void append_number(std::string& out, double value);
/// With `digits` after the point, without a sign on a zero: `3.10`.
void append_fixed(std::string& out, double value, int digits);
/// The same, without the zeros at the end: `3.1`, `3`.
void append_trimmed(std::string& out, double value, int digits);
/// A coordinate: hundredths of a pixel are more than enough, and hide the last bits of the arithmetic.
inline void append_pixels(std::string& out, double value) { append_trimmed(out, value, 2); }

/// The first code point of `text`, which must not be empty, and how many bytes it takes. Where it is not UTF-8: U+FFFD,
/// and as many bytes as could have begun a character (Unicode 15, 3.9, "maximal subparts").
struct code_point {
    char32_t value;
    std::size_t bytes;
    bool valid;
};
code_point first_code_point(std::string_view text);

/// Writes text as XML content or as an attribute in double quotes.
void append_xml(std::string& out, std::string_view text);
/// Writes what stands between the quotes of a JSON string; `in_html` also hides what could end a script element.
void append_json(std::string& out, std::string_view text, bool in_html);

std::size_t count_code_points(std::string_view text);
/// About how wide the text is in a common sans-serif of this size: the places of labels rest on it, with slack.
double text_width(std::string_view text, double font_pixels);
/// The text, or as much of its beginning as fits, and an ellipsis.
std::string fitted(std::string_view text, double font_pixels, double width);

} // namespace rondo::inline v0::plot::detail
