// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/sink.hpp>

#include <rondo/base/unraisable.hpp>

#include <cerrno>
#include <system_error>
#include <utility>

namespace rondo::inline v0::plot {

void text_sink::append(void* target, std::string_view piece) {
    static_cast<std::string*>(target)->append(piece);
}

void text_sink::write_file(void* target, std::string_view piece) {
    if (std::fwrite(piece.data(), 1, piece.size(), static_cast<std::FILE*>(target)) != piece.size())
        throw std::system_error(errno, std::generic_category(), "plot: cannot write to the given file");
}

output_file::output_file(std::string path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wbe")) {
    if (!file_) fail("create");
}

output_file::~output_file() {
    try {
        close();
    } catch (...) {
        report_unraisable(std::current_exception(), "in the destructor of plot::output_file");
    }
}

void output_file::operator()(std::string_view piece) {
    if (!file_) throw std::system_error(EBADF, std::generic_category(), "plot: '" + path_ + "' is closed");
    if (std::fwrite(piece.data(), 1, piece.size(), file_) != piece.size()) fail("write");
}

void output_file::close() {
    std::FILE* file = std::exchange(file_, nullptr); // whatever fclose says, the file is closed afterwards
    if (file && std::fclose(file) != 0) fail("write");
}

void output_file::fail(const char* what) const {
    throw std::system_error(errno, std::generic_category(),
                            std::string("plot: cannot ") + what + " '" + path_ + "'");
}

void save(const std::string& path, std::string_view text) {
    output_file file(path);
    file(text);
    file.close();
}

} // namespace rondo::inline v0::plot
