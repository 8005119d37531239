// SPDX-License-Identifier: BSL-1.0
//
// Where text goes: strings, callables, FILEs; and files of our own, whose errors name the path.
#include <rondo/plot/sink.hpp>

#include "plot/support.hpp"

#include <rondo/base/unraisable.hpp>

#include <system_error>
#include <vector>

using namespace plot_test;
using namespace rondo::plot;

namespace {

template <class Action>
std::string system_complaint(Action action) {
    try {
        action();
    } catch (const std::system_error& error) {
        return error.what();
    }
    return "";
}

std::string unraised;

} // namespace

TEST_CASE("sink: a string grows, and keeps what it had") {
    std::string text = "before ";
    text_sink out(text);
    const text_sink copy = out;
    out("one");
    copy(" two");
    CHECK(text == "before one two");
}

TEST_CASE("sink: a callable gets the pieces in order, whatever it returns") {
    std::vector<std::string> pieces;
    auto keep = [&](std::string_view piece) {
        pieces.emplace_back(piece);
        return 7;
    };
    text_sink out(keep);
    out("a");
    out("");
    out("b");
    CHECK(pieces == std::vector<std::string>{"a", "", "b"});
}

TEST_CASE("sink: a FILE is written through its buffer; a full one is an error") {
    const scratch file;
    std::FILE* handle = std::fopen(file.path().c_str(), "wb");
    text_sink out(handle);
    out("words");
    std::fclose(handle);
    CHECK(file.content() == "words");

    std::FILE* full = std::fopen("/dev/full", "wb");
    REQUIRE(full != nullptr);
    std::setvbuf(full, nullptr, _IONBF, 0);
    text_sink into_full(full);
    CHECK(
        contains(system_complaint([&] { into_full("x"); }), "cannot write to the given file: No space left"));
    std::fclose(full);
}

TEST_CASE("sink: save replaces a file; a path that cannot be is named") {
    const scratch file;
    save(file.path(), "first, and longer");
    save(file.path(), "second");
    CHECK(file.content() == "second");
    CHECK(contains(system_complaint([] { save("/no/such/folder/x.html", "y"); }),
                   "plot: cannot create '/no/such/folder/x.html': No such file or directory"));
    CHECK(contains(system_complaint([] { save("/dev/full", "y"); }),
                   "plot: cannot write '/dev/full': No space left"));
}

TEST_CASE("sink: an output_file is a callable that a sink is made from, and knows when it is closed") {
    const scratch file;
    output_file out(file.path());
    text_sink door(out);
    door("a line\n");
    out.close();
    out.close();
    CHECK(file.content() == "a line\n");
    CHECK(contains(system_complaint([&] { door("more"); }), "' is closed"));
}

TEST_CASE("sink: an error in the destructor of an output_file is not dropped") {
    unraised.clear();
    const auto before = rondo::set_unraisable_hook(
        [](const rondo::unraisable& u) noexcept { unraised = std::string(u.context); });
    {
        output_file out("/dev/full");
        out("x"); // stands in the buffer until the file is closed
    }
    rondo::set_unraisable_hook(before);
    CHECK(unraised == "in the destructor of plot::output_file");
}
