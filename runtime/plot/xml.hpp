// SPDX-License-Identifier: BSL-1.0
//
// Elements of XML, each an object: its start tag is written when it is made, its end tag when it is destroyed. A child
// is made from its parent, and dies before it. Attributes come before content. Text is escaped.
#pragma once

#include "text.hpp"

#include <initializer_list>

namespace rondo::inline v0::plot::detail {

class element {
public:
    element(std::string& out, const char* name) : out_(out), name_(name) { (out_ += '<') += name; }
    element(element& parent, const char* name) : element(parent.begin_content(true), name) {}
    element(const element&) = delete;
    ~element() {
        if (!content_) {
            out_ += "/>\n";
        } else {
            ((out_ += "</") += name_) += ">\n";
        }
    }

    element& attr(const char* name, std::string_view value) {
        begin_attribute(name);
        append_xml(out_, value);
        out_ += '"';
        return *this;
    }
    element& attr(const char* name, double pixels) {
        begin_attribute(name);
        append_pixels(out_, pixels);
        out_ += '"';
        return *this;
    }
    element& text(std::string_view content) {
        append_xml(begin_content(false), content);
        return *this;
    }
    /// Content as it stands.
    element& raw(std::string_view content) {
        begin_content(true) += content;
        return *this;
    }

private:
    void begin_attribute(const char* name) { ((out_ += ' ') += name) += "=\""; }
    std::string& begin_content(bool of_elements) {
        if (!content_) out_ += of_elements ? ">\n" : ">";
        content_ = true;
        return out_;
    }

    std::string& out_;
    const char* name_;
    bool content_ = false;
};

} // namespace rondo::inline v0::plot::detail
