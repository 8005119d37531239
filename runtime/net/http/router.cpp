// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/router.hpp>

#include <rondo/base/errors.hpp>

#include <algorithm>

namespace rondo::inline v0::http {

namespace {

enum class part : unsigned char { word, name, rest }; // in order of preference

struct segment {
    part what;
    std::string text; // the word, or the name
    bool operator==(const segment& other) const {
        return what == other.what && (what != part::word || text == other.text);
    }
};

// "/a/b" is two segments, "/a/" two as well, the last of them empty; "/" is one.
std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> made;
    path.remove_prefix(1);
    for (;;) {
        const std::size_t slash = path.find('/');
        made.push_back(path.substr(0, slash));
        if (slash == path.npos) return made;
        path.remove_prefix(slash + 1);
    }
}

[[noreturn]] void refuse_pattern(std::string_view pattern, const char* why) {
    throw value_error("router: '" + std::string(pattern) + "': " + why);
}

std::vector<segment> parse_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) refuse_pattern(pattern, "a pattern begins with '/'");
    std::vector<segment> made;
    for (const std::string_view text : split_path(pattern)) {
        if (!made.empty() && made.back().what == part::rest)
            refuse_pattern(pattern, "nothing can follow '{name...}'");
        segment one{part::word, std::string(text)};
        if (text.starts_with('{') && text.ends_with('}')) {
            std::string_view name = text.substr(1, text.size() - 2);
            one.what = part::name;
            if (name.ends_with("...")) {
                name.remove_suffix(3);
                one.what = part::rest;
            }
            if (name.empty()) refuse_pattern(pattern, "a '{name}' has no name");
            for (const segment& other : made)
                if (other.what != part::word && other.text == name)
                    refuse_pattern(pattern, "a name comes twice");
            one.text = std::string(name);
        } else if (text.find_first_of("{}") != text.npos) {
            refuse_pattern(pattern, "'{name}' is all that stands between two slashes");
        }
        made.push_back(std::move(one));
    }
    return made;
}

std::string decoded_or_400(std::string_view text) {
    auto made = percent_decoded(text);
    if (!made) throw bad_request(400, "the path has a '%' without two digits behind it");
    if (made->find('\0') != made->npos) throw bad_request(400, "the path has a zero byte in it");
    return *std::move(made);
}

} // namespace

struct router::route {
    method verb;
    std::vector<segment> parts;
    std::unique_ptr<any> handler;

    bool before(const route& other) const {
        return std::ranges::lexicographical_compare(parts, other.parts, {}, &segment::what, &segment::what);
    }
    // Whether it fits; then `params` has what its names stand for.
    bool fits(const std::vector<std::string_view>& path,
              std::vector<std::pair<std::string, std::string>>& params) const {
        const bool open = parts.back().what == part::rest;
        if (open ? path.size() < parts.size() : path.size() != parts.size()) return false;
        params.clear();
        for (std::size_t i = 0; i != parts.size(); ++i) {
            if (parts[i].what == part::rest) {
                std::string rest;
                for (std::size_t k = i; k != path.size(); ++k) {
                    std::string one = decoded_or_400(path[k]);
                    if (one == ".." || one == "." || one.find('/') != one.npos)
                        throw bad_request(400, "the path goes up, or has a '/' within a name");
                    if (k != i) rest += '/';
                    rest += one;
                }
                params.emplace_back(parts[i].text, std::move(rest));
                break;
            }
            std::string one = decoded_or_400(path[i]);
            if (parts[i].what == part::word ? one != parts[i].text : one.empty()) return false;
            if (parts[i].what == part::name) params.emplace_back(parts[i].text, std::move(one));
        }
        return true;
    }
};

router::router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;
router::~router() = default;

void router::insert(method verb, std::string_view pattern, std::unique_ptr<any> handler) {
    auto made = std::make_unique<route>(route{verb, parse_pattern(pattern), std::move(handler)});
    for (const auto& other : routes_)
        if (other->verb == verb && other->parts == made->parts)
            refuse_pattern(pattern, "there is such a route already");
    const auto at = std::ranges::find_if(routes_, [&](const auto& other) { return made->before(*other); });
    routes_.insert(at, std::move(made));
}

task<response> router::answer(request& ask) const {
    const std::string_view path = ask.path();
    if (!path.starts_with('/')) throw bad_request(400, "the target is no path");
    const auto segments = split_path(path);
    std::vector<std::pair<std::string, std::string>> params;
    std::vector<method> allowed;
    for (const auto& each : routes_) {
        if (!each->fits(segments, params)) continue;
        const bool asked = each->verb == ask.verb || (each->verb == method::get && ask.verb == method::head);
        if (asked) {
            ask.params = std::move(params);
            return each->handler->call(ask);
        }
        if (std::ranges::find(allowed, each->verb) == allowed.end()) allowed.push_back(each->verb);
    }
    auto refused = [](std::vector<method> others) -> task<response> {
        response made = response::plain_status(others.empty() ? 404 : 405);
        std::string list;
        for (const method verb : others) {
            list += (list.empty() ? "" : ", ");
            list += to_string(verb);
            if (verb == method::get) list += ", HEAD";
        }
        if (!list.empty()) made.fields.add("Allow", list);
        co_return made;
    };
    return refused(std::move(allowed));
}

} // namespace rondo::inline v0::http
