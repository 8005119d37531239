// SPDX-License-Identifier: BSL-1.0
//
// The terminal that a program was started on: its size, its keys one by one, and the standard streams. All of it is left as it was
// found.
//
//     raw_mode keys_one_by_one;                            no echo, no lines; until the end of the block
//     key_reader keys;
//     while (auto pressed = co_await keys.next()) if (pressed->is("q")) break;
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/file.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

struct terminal_extent {
    unsigned columns = 0;
    unsigned rows = 0;
    friend bool operator==(const terminal_extent&, const terminal_extent&) = default;
};

/// How large the terminal behind a descriptor is; empty when there is none, or it does not say.
/// It changes: `signals({SIGWINCH})` tells when.
RONDO_API std::optional<terminal_extent> terminal_size(int descriptor = 1) noexcept;

/// As long as it lives, keys come as they are pressed, and are not shown. Ctrl-C, Ctrl-Z and Ctrl-\ are still signals.
/// Of several on one terminal, the last to go restores what was there before the first, flags and all; a process that is killed
/// restores nothing. Threads: any. Throws: rondo::error, ENOTTY when the descriptor is no terminal.
/// Lifetime: the descriptor stays open.
class RONDO_API raw_mode {
public:
    explicit raw_mode(int descriptor = 0);
    raw_mode(const raw_mode&) = delete;
    raw_mode& operator=(const raw_mode&) = delete;
    ~raw_mode();

private:
    struct state;
    std::shared_ptr<state> state_;
};

enum class key_code : unsigned char {
    character, ///< `text` has it
    enter,
    tab,
    backspace,
    escape,
    up,
    down,
    right,
    left,
    home,
    end,
    page_up,
    page_down,
    insert,
    del,
    function, ///< F1 to F12: `number` says which
    unknown,  ///< a sequence that we do not know: `text` has it
};

struct key {
    key_code code = key_code::character;
    unsigned number = 0;
    bool shift = false, alt = false,
         ctrl = false;     ///< as far as the terminal tells; a capital letter is no shift
    std::string text = {}; ///< a character in UTF-8: of Ctrl-A, "a"; or the bytes that were not understood
    /// Whether it is this character, pressed alone.
    bool is(std::string_view character) const noexcept {
        return code == key_code::character && !alt && !ctrl && text == character;
    }
    friend bool operator==(const key&, const key&) = default;
};

/// Takes the first key off `bytes`. Empty, and nothing taken, when they may be the beginning of a longer one and `more` may come.
/// Source: the sequences of xterm, ECMA-48.
RONDO_API std::optional<key> decode_key(std::string_view& bytes, bool more);

/// The keys that come from a descriptor, a terminal in raw_mode or anything else, as a stream.
/// Lifetime: the descriptor stays open. Threads: one at a time.
class RONDO_API key_reader {
public:
    explicit key_reader(int descriptor = 0) noexcept : descriptor_(descriptor) {}
    /// The next key; empty at the end. A lone Escape is told from the beginning of a sequence when 50 ms have passed.
    /// Suspends: until there is one. Throws: rondo::error. Cancel: nothing is lost.
    task<std::optional<key>> next();

private:
    bool take_what_is_there();
    int descriptor_;
    bool ended_ = false;
    std::string bytes_;
};

/// The standard streams as files that can be awaited: copies of the descriptors 0, 1 and 2, whose own flags stay as they are.
/// Throws: rondo::error (EBADF) when the program was started without it.
/// Example: `file out = standard_output();  co_await out.write_all(bytes);`
RONDO_API file standard_input();
RONDO_API file standard_output();
RONDO_API file standard_error();

} // namespace rondo::inline v0
