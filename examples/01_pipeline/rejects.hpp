// SPDX-License-Identifier: BSL-1.0
//
// Where malformed lines end: counted, and written with their place when a reject file was asked for:
// `file:line <tab> reason <tab> the line as it was`.
#pragma once

#include "failure.hpp"
#include "line_writer.hpp"
#include "totals.hpp"

#include <string>

namespace pipeline {

class reject_log {
public:
    reject_log(totals& count, line_writer* to, std::string file)
        : count_(count), to_(to), file_(std::move(file)) {}

    void malformed(const raw_line& line, reason why) {
        ++count_.malformed;
        if (to_ != nullptr) write(line, why, line.text);
    }

    void too_long(const raw_line& line) {
        constexpr std::size_t kept = 16;
        ++count_.too_long;
        if (count_.first_too_long.size() < kept)
            count_.first_too_long.push_back({file_, line.number, line.offset, line.bytes});
        if (to_ == nullptr) return;
        write(line,
              "too long: " + std::to_string(line.bytes) + " bytes at offset " + std::to_string(line.offset),
              {});
    }

private:
    void write(const raw_line& line, std::string_view why, std::string_view text) {
        row_.assign(file_).append(":").append(std::to_string(line.number));
        row_.append("\t").append(why).append("\t").append(text);
        if (!to_->append(row_)) throw output_failure("cannot write " + to_->name() + ": its reader has gone");
    }

    totals& count_;
    line_writer* to_;
    std::string file_;
    std::string row_;
};

} // namespace pipeline
