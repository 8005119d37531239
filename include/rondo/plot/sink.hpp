// SPDX-License-Identifier: BSL-1.0
//
// Where the writers of this room write: a string that grows, a FILE, or whatever can be called with a piece of text.
// Each has one function that is called with the pieces, in order; nothing is buffered here, and nothing is owned.
#pragma once

#include <rondo/base/config.hpp>

#include <concepts>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace rondo::inline v0::plot {

/// A door for text. Copies are the same door.
/// Lifetime: what it was made from is borrowed, and has to outlive it and every writer made from it.
/// Cost: a call by pointer a piece. Pieces are short: a callable for which each call is dear gathers them first.
class RONDO_API text_sink {
public:
    /// Appends to `text`.
    text_sink(std::string& text) noexcept : target_(&text), write_(append) {}
    /// Writes to `file`, by its own buffer. Throws: std::system_error where it takes less than all.
    text_sink(std::FILE* file) noexcept : target_(file), write_(write_file) {}
    /// Calls `function(piece)`.
    template <class F>
        requires(!std::same_as<std::remove_const_t<F>, text_sink>) && std::invocable<F&, std::string_view>
    text_sink(F& function) noexcept
        : target_(&function), write_([](void* target, std::string_view piece) {
              static_cast<void>((*static_cast<F*>(target))(piece));
          }) {}

    void operator()(std::string_view piece) const { write_(target_, piece); }

private:
    static void append(void* target, std::string_view piece);
    static void write_file(void* target, std::string_view piece);

    void* target_;
    void (*write_)(void* target, std::string_view piece);
};

/// A file that is written from its start, and a callable that a text_sink can be made from.
/// What was written is safe only after close(): the destructor closes, too, and hands an error to the unraisable hook.
class RONDO_API output_file {
public:
    /// Creates the file, or empties it. Throws: std::system_error that names the path.
    explicit output_file(std::string path);
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;
    ~output_file();

    /// Throws: std::system_error that names the path, as on a full disk.
    void operator()(std::string_view piece);
    /// Throws: as a write does: what stood in the buffer is written now. Closing twice does nothing.
    void close();

private:
    [[noreturn]] void fail(const char* what) const;

    std::string path_;
    std::FILE* file_;
};

/// Makes a file with this text in it, in place of what was there. Throws: std::system_error that names the path.
RONDO_API void save(const std::string& path, std::string_view text);

} // namespace rondo::inline v0::plot
