// SPDX-License-Identifier: BSL-1.0
//
// Colours that can be told apart: from the page, and from each other, by everyone.
#include <rondo/plot/palette.hpp>

#include "plot/support.hpp"

#include <array>
#include <cmath>

using namespace rondo::plot;

namespace {

using vector = std::array<double, 3>;
using matrix = std::array<vector, 3>;

double linear(std::string_view two_digits) {
    const double share = std::stoi(std::string(two_digits), nullptr, 16) / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

vector light(std::string_view colour) {
    REQUIRE(colour.size() == 7);
    return {linear(colour.substr(1, 2)), linear(colour.substr(3, 2)), linear(colour.substr(5, 2))};
}

double luminance(const vector& c) { return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; }

double contrast(std::string_view a, std::string_view b) { // WCAG 2
    const double first = luminance(light(a)) + 0.05, second = luminance(light(b)) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

vector times(const matrix& m, const vector& c) {
    vector out{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t k = 0; k < 3; ++k) out[row] += m[row][k] * c[k];
    for (double& share : out) share = std::fmin(1, std::fmax(0, share));
    return out;
}

vector lab(const vector& c) { // CIE L*a*b*, D65
    const matrix to_xyz = {{{0.4124564, 0.3575761, 0.1804375},
                            {0.2126729, 0.7151522, 0.0721750},
                            {0.0193339, 0.1191920, 0.9503041}}};
    vector xyz = times(to_xyz, c);
    const vector white = {0.95047, 1, 1.08883};
    for (std::size_t k = 0; k < 3; ++k) {
        xyz[k] /= white[k];
        xyz[k] = xyz[k] > 0.008856 ? std::cbrt(xyz[k]) : 7.787 * xyz[k] + 16.0 / 116;
    }
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double difference(const vector& a, const vector& b) {
    const vector first = lab(a), second = lab(b);
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/// How dichromats see light, at full strength (Machado, Oliveira and Fernandes, 2009).
constexpr std::array<matrix, 4> eyes = {{
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
}};

void check(const palette& p) {
    CHECK(contrast(p.text, p.page) >= 7);
    CHECK(contrast(p.muted, p.page) >= 4.5);
    CHECK(contrast(p.axis, p.page) >= 3);
    CHECK(contrast(p.grid, p.page) >= 1.1);
    CHECK(contrast(p.grid, p.page) <= 1.6); // there, and no more
    for (std::size_t i = 0; i < p.series.size(); ++i) {
        CHECK_MESSAGE(contrast(p.series[i], p.page) >= 3, p.series[i]);
        for (std::size_t k = 0; k < i; ++k)
            for (std::size_t eye = 0; eye < eyes.size(); ++eye)
                CHECK_MESSAGE(difference(times(eyes[eye], light(p.series[i])),
                                         times(eyes[eye], light(p.series[k]))) >= 20,
                              p.series[i], " and ", p.series[k], " by eye ", eye);
    }
}

} // namespace

TEST_CASE("palette: the light one can be read by everyone") { check(light_palette); }
TEST_CASE("palette: the dark one can be read by everyone") { check(dark_palette); }

TEST_CASE("palette: the ninth series has the first colour again") {
    CHECK(light_palette.series_colour(8) == light_palette.series[0]);
    CHECK(light_palette.series_colour(15) == light_palette.series[7]);
}
