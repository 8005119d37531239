// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/address.hpp>

#include <rondo/base/errors.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <set>

#include <netinet/in.h>
#include <sys/un.h>

using namespace rondo;

namespace {

template <class Address>
std::string refusal(std::string_view text) {
    CHECK_FALSE(Address::try_parse(text));
    try {
        Address::parse(text);
    } catch (const value_error& e) {
        return e.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("address: a host is printed as it is parsed, in RFC 5952's way") {
    for (const char* text :
         {"0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "1::", "fe80::1%2", "2001:db8::1:0:0:1",
          "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "2001:db8:0:1:1:1:1:1"})
        CHECK(ip_address::parse(text).str() == text);
    const char* other[][2] = {{"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
                              {"0:0:0:0:0:0:0:0", "::"},
                              {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
                              {"::00ab", "::ab"},
                              {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
                              {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
                              {"fe80::1%lo", "fe80::1%1"}};
    for (const auto& each : other) CHECK(ip_address::parse(each[0]).str() == each[1]);
}

TEST_CASE("address: what is no host is refused with the text and the place") {
    const char* refused[][2] = {
        {"", "ip_address(\"\"): at 1: a number from 0 to 255 is missing"},
        {"1.2.3", "ip_address(\"1.2.3\"): at 6: an IPv4 address has four numbers, with a '.' between them"},
        {"1.2.3.256", "ip_address(\"1.2.3.256\"): at 7: 256 is above 255"},
        {"1.2.3.4444", "ip_address(\"1.2.3.4444\"): at 7: 4444 is above 255"},
        {"1.2.3.04", "ip_address(\"1.2.3.04\"): at 7: a number from 0 to 255 begins with 0"},
        {"1.2.3.4.5", "ip_address(\"1.2.3.4.5\"): at 8: '.5' is too much"},
        {"1..3.4", "ip_address(\"1..3.4\"): at 3: a number from 0 to 255 is missing before '.'"},
        {"localhost", "ip_address(\"localhost\"): at 1: a number from 0 to 255 is missing before 'l'"},
        {" 1.2.3.4", "ip_address(\" 1.2.3.4\"): at 1: a number from 0 to 255 is missing before ' '"},
        {"1:2", "ip_address(\"1:2\"): at 4: an IPv6 address has eight groups, or '::' in their place"},
        {"1::2::3", "ip_address(\"1::2::3\"): at 5: '::' stands once"},
        {"::12345", "ip_address(\"::12345\"): at 3: 12345 is above ffff"},
        {"1:2:3:4:5:6:7:8:9",
         "ip_address(\"1:2:3:4:5:6:7:8:9\"): at 17: an IPv6 address has no more than eight groups"},
        {"1:2:3:4:5:6:7:8::", "ip_address(\"1:2:3:4:5:6:7:8::\"): at 18: '::' stands for at least one group"},
        {"1:2:3:4:5:6:7:1.2.3.4",
         "ip_address(\"1:2:3:4:5:6:7:1.2.3.4\"): at 15: there is no room for an IPv4 address here"},
        {":1", "ip_address(\":1\"): at 1: an IPv6 address begins with a group, or with '::'"},
        {"1:", "ip_address(\"1:\"): at 3: a group is missing"},
        {"::1%", "ip_address(\"::1%\"): at 5: after '%' stands an interface, or its number"},
        {"fe80::1%nowhere", "ip_address(\"fe80::1%nowhere\"): at 9: there is no interface 'nowhere'"},
        {"::g", "ip_address(\"::g\"): at 3: 'g' is too much"},
        {":::", "ip_address(\":::\"): at 3: a group is missing before ':'"},
    };
    for (const auto& each : refused) CHECK(refusal<ip_address>(each[0]) == each[1]);
    CHECK(refusal<ip_address>(std::string_view("1.2.3.4\0", 8)) ==
          "ip_address(\"1.2.3.4\\x00\"): at 8: '\\x00' is too much");
}

TEST_CASE("address: a host says what it is") {
    CHECK(ip_address() == ip_address::parse("0.0.0.0"));
    CHECK(ip_address().is_any());
    CHECK(ip_address::any_v6().is_any());
    CHECK(ip_address::any_v6() != ip_address::any_v4());
    CHECK(ip_address::loopback_v4().is_loopback());
    CHECK(ip_address::loopback_v6().is_loopback());
    CHECK(ip_address::parse("127.1.2.3").is_loopback());
    CHECK(ip_address::parse("::ffff:127.0.0.1").is_loopback());
    CHECK_FALSE(ip_address::parse("128.0.0.1").is_loopback());
    CHECK(ip_address::parse("224.0.0.1").is_multicast());
    CHECK(ip_address::parse("ff02::1").is_multicast());
    CHECK(ip_address::parse("169.254.1.1").is_link_local());
    CHECK(ip_address::parse("febf::1").is_link_local());
    CHECK_FALSE(ip_address::parse("fec0::1").is_link_local());
    CHECK(ip_address::parse("::ffff:1.2.3.4").mapped_v4() == ip_address::v4(1, 2, 3, 4));
    CHECK_FALSE(ip_address::loopback_v6().mapped_v4());
    CHECK(ip_address::parse("fe80::1%7").scope() == 7);
    CHECK(ip_address::v4(1, 2, 3, 4).bytes().size() == 4);
    CHECK(ip_address::any_v6().bytes().size() == 16);
}

TEST_CASE("address: hosts are in order, IPv4 first") {
    const char* in_order[] = {"0.0.0.0", "1.2.3.4", "1.2.4.0",   "255.0.0.0",
                              "::",      "::1",     "fe80::1%1", "fe80::1%2"};
    for (std::size_t i = 0; i != std::size(in_order); ++i)
        for (std::size_t j = 0; j != std::size(in_order); ++j)
            CHECK((ip_address::parse(in_order[i]) <=> ip_address::parse(in_order[j])) == (i <=> j));
}

TEST_CASE("address: a socket's address is printed as it is parsed, and goes through the system's form") {
    std::set<socket_address> all;
    for (const char* text : {"127.0.0.1:80", "0.0.0.0:0", "1.2.3.4:65535", "[::1]:443", "[fe80::1%2]:9",
                             "unix:/run/app.sock", "unix:relative", "unix:@abstract", "unix:@",
                             "unix:", "unix:@a\\x00b", "unix:\\x40odd", "unix:a\\x5cb"}) {
        const socket_address made = socket_address::parse(text);
        CHECK(made.str() == text);
        CHECK(socket_address::from_system(made.data(), made.size()) == made);
        all.insert(made);
    }
    CHECK(all.size() == 13);
    CHECK(socket_address::parse("[fe80::1%2]:9").host() == ip_address::parse("fe80::1%2"));
    CHECK(socket_address::parse("127.0.0.1:80").port() == 80);
    CHECK(socket_address(ip_address::loopback_v4(), 80) == socket_address::parse("127.0.0.1:80"));
    CHECK(socket_address(ip_address::loopback_v4(), 81) > socket_address::parse("127.0.0.1:80"));
    CHECK(socket_address() == socket_address::parse("unix:"));
    CHECK(socket_address::unix_path("@odd").str() == "unix:\\x40odd");
    CHECK(socket_address::unix_abstract("x").type() == socket_address::kind::unix_abstract);
    CHECK(socket_address::unix_abstract(std::string(107, 'x')).name().size() == 107);
    CHECK(socket_address::unix_path(std::string(107, 'x')).name().size() == 107);
    CHECK(socket_address::unix_path("x").port() == 0);
}

TEST_CASE("address: what is no socket's address is refused with the text and the place") {
    const char* refused[][2] = {
        {"127.0.0.1", "socket_address(\"127.0.0.1\"): at 10: ':' and a port are missing"},
        {"127.0.0.1:", "socket_address(\"127.0.0.1:\"): at 11: a port from 0 to 65535 is missing"},
        {"127.0.0.1:65536", "socket_address(\"127.0.0.1:65536\"): at 11: 65536 is above 65535"},
        {"127.0.0.1:-1",
         "socket_address(\"127.0.0.1:-1\"): at 11: a port from 0 to 65535 is missing before '-'"},
        {"127.0.0.1:80x", "socket_address(\"127.0.0.1:80x\"): at 13: 'x' is too much"},
        {"::1:80",
         "socket_address(\"::1:80\"): at 1: before a port an IPv6 address stands in brackets: [::1]:80"},
        {"[::1]", "socket_address(\"[::1]\"): at 6: ':' and a port are missing"},
        {"[::1", "socket_address(\"[::1\"): at 5: ']' is missing"},
        {"[1.2.3.4]:80", "socket_address(\"[1.2.3.4]:80\"): at 1: only an IPv6 address stands in brackets"},
        {"", "socket_address(\"\"): at 1: a number from 0 to 255 is missing"},
        {"unix:a\\x4", "socket_address(\"unix:a\\x4\"): at 10: after '\\x' stand two hexadecimal digits"},
        {"unix:a\\x00", "socket_address(\"unix:a\\x00\"): at 6: a path holds no NUL"},
    };
    for (const auto& each : refused) CHECK(refusal<socket_address>(each[0]) == each[1]);
    CHECK(refusal<socket_address>("unix:" + std::string(108, 'x'))
              .find("at most 107 bytes, and this one 108") != std::string::npos);
    CHECK_THROWS_AS(socket_address::unix_path(""), value_error);
    CHECK_THROWS_AS(socket_address::unix_path(std::string(108, 'x')), value_error);
    CHECK_THROWS_AS(socket_address::unix_path(std::string("a\0b", 3)), value_error);
    CHECK_THROWS_AS(socket_address::unix_abstract(std::string(108, 'x')), value_error);
    sockaddr other{};
    other.sa_family = AF_NETLINK;
    CHECK_THROWS_AS(socket_address::from_system(&other, sizeof other), value_error);
}
