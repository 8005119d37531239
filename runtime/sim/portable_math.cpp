// SPDX-License-Identifier: BSL-1.0
//
// Logarithm and exponential by a small table and a short series. For log, with a the multiple of 1/128 next to
// m, s = (m - a) / (m + a):   log(2^e m) = e log 2 + log a + 2 artanh s.   m - a is exact.
#include <rondo/sim/detail/portable_math.hpp>

#include "constants.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace rondo::inline v0::sim::detail {

namespace {

constexpr double log_two_high = 0x1.62e42fefa38p-1; // 42 bits, so that its product with an exponent is exact
constexpr double log_two_low = 0x1.ef35793c7673p-45;

// log(i / 128) for i = 91 … 181: m from √½ to √2.
constexpr int log_table_first = 91;
constexpr double log_table[] = {
    // clang-format off
    -0x1.5d5bddf595f3p-2, -0x1.522ae0738a3d8p-2, -0x1.4718dc271c41bp-2, -0x1.3c25277333184p-2, -0x1.314f1e1d35ce4p-2,
    -0x1.269621134db92p-2, -0x1.1bf99635a6b95p-2, -0x1.1178e8227e47cp-2, -0x1.07138604d5862p-2, -0x1.f991c6cb3b379p-3,
    -0x1.e530effe71012p-3, -0x1.d1037f2655e7bp-3, -0x1.bd087383bd8adp-3, -0x1.a93ed3c8ad9e3p-3, -0x1.95a5adcf7017fp-3,
    -0x1.823c16551a3c2p-3, -0x1.6f0128b756abcp-3, -0x1.5bf406b543db2p-3, -0x1.4913d8333b561p-3, -0x1.365fcb0159016p-3,
    -0x1.23d712a49c202p-3, -0x1.1178e8227e47cp-3, -0x1.fe89139dbd566p-4, -0x1.da727638446a2p-4, -0x1.b6ac88dad5b1cp-4,
    -0x1.9335e5d594989p-4, -0x1.700d30aeac0e1p-4, -0x1.4d3115d207eacp-4, -0x1.2aa04a44717a5p-4, -0x1.08598b59e3a07p-4,
    -0x1.ccb73cdddb2ccp-5, -0x1.894aa149fb343p-5, -0x1.466aed42de3eap-5, -0x1.0415d89e74444p-5, -0x1.8492528c8cabfp-6,
    -0x1.0205658935847p-6, -0x1.010157588de71p-7, 0.0, 0x1.fe02a6b106789p-8, 0x1.fc0a8b0fc03e4p-7,
    0x1.7b91b07d5b11bp-6, 0x1.f829b0e7833p-6, 0x1.39e87b9febd6p-5, 0x1.77458f632dcfcp-5, 0x1.b42dd711971bfp-5,
    0x1.f0a30c01162a6p-5, 0x1.16536eea37ae1p-4, 0x1.341d7961bd1d1p-4, 0x1.51b073f06183fp-4, 0x1.6f0d28ae56b4cp-4,
    0x1.8c345d6319b21p-4, 0x1.a926d3a4ad563p-4, 0x1.c5e548f5bc743p-4, 0x1.e27076e2af2e6p-4, 0x1.fec9131dbeabbp-4,
    0x1.0d77e7cd08e59p-3, 0x1.1b72ad52f67ap-3, 0x1.29552f81ff523p-3, 0x1.371fc201e8f74p-3, 0x1.44d2b6ccb7d1ep-3,
    0x1.526e5e3a1b438p-3, 0x1.5ff3070a793d4p-3, 0x1.6d60fe719d21dp-3, 0x1.7ab890210d909p-3, 0x1.87fa06520c911p-3,
    0x1.9525a9cf456b4p-3, 0x1.a23bc1fe2b563p-3, 0x1.af3c94e80bff3p-3, 0x1.bc286742d8cd6p-3, 0x1.c8ff7c79a9a22p-3,
    0x1.d5c216b4fbb91p-3, 0x1.e27076e2af2e6p-3, 0x1.ef0adcbdc5936p-3, 0x1.fb9186d5e3e2bp-3, 0x1.0402594b4d041p-2,
    0x1.0a324e27390e3p-2, 0x1.1058bf9ae4ad5p-2, 0x1.1675cababa60ep-2, 0x1.1c898c16999fbp-2, 0x1.22941fbcf7966p-2,
    0x1.2895a13de86a3p-2, 0x1.2e8e2bae11d31p-2, 0x1.347dd9a987d55p-2, 0x1.3a64c556945eap-2, 0x1.404308686a7e4p-2,
    0x1.4618bc21c5ec2p-2, 0x1.4be5f957778a1p-2, 0x1.51aad872df82dp-2, 0x1.5767717455a6cp-2, 0x1.5d1bdbf5809cap-2,
    0x1.62c82f2b9c795p-2,
    // clang-format on
};

// 2^(j / 32)
constexpr double exp_table[] = {
    // clang-format off
    0x1p+0, 0x1.059b0d3158574p+0, 0x1.0b5586cf9890fp+0, 0x1.11301d0125b51p+0, 0x1.172b83c7d517bp+0,
    0x1.1d4873168b9aap+0, 0x1.2387a6e756238p+0, 0x1.29e9df51fdee1p+0, 0x1.306fe0a31b715p+0, 0x1.371a7373aa9cbp+0,
    0x1.3dea64c123422p+0, 0x1.44e086061892dp+0, 0x1.4bfdad5362a27p+0, 0x1.5342b569d4f82p+0, 0x1.5ab07dd485429p+0,
    0x1.6247eb03a5585p+0, 0x1.6a09e667f3bcdp+0, 0x1.71f75e8ec5f74p+0, 0x1.7a11473eb0187p+0, 0x1.82589994cce13p+0,
    0x1.8ace5422aa0dbp+0, 0x1.93737b0cdc5e5p+0, 0x1.9c49182a3f09p+0, 0x1.a5503b23e255dp+0, 0x1.ae89f995ad3adp+0,
    0x1.b7f76f2fb5e47p+0, 0x1.c199bdd85529cp+0, 0x1.cb720dcef9069p+0, 0x1.d5818dcfba487p+0, 0x1.dfc97337b9b5fp+0,
    0x1.ea4afa2a490dap+0, 0x1.f50765b6e454p+0,
    // clang-format on
};

double log_of_special(double x) noexcept {
    if (x == 0) return -infinity;
    if (x < 0 || x != x) return std::numeric_limits<double>::quiet_NaN();
    if (x == infinity) return x;
    return log(x * 0x1p54) - 54 * log_two_high - 54 * log_two_low; // subnormal
}

// 2^exponent, for normal numbers.
double power_of_two(std::int64_t exponent) noexcept {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

} // namespace

double log(double x) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    constexpr std::uint64_t least = std::uint64_t(1) << 52, root_half = 0x3fe6a09e667f3bcdU;
    if (bits - least >= 0x7ff0000000000000U - least) [[unlikely]]
        return log_of_special(x);
    const std::int64_t exponent = static_cast<std::int64_t>(bits - root_half) >> 52;
    const double m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << 52));
    const int nearest = static_cast<int>(m * 256 + 1) >> 1;
    const double a = nearest * 0x1p-7;
    const double s = (m - a) / (m + a), z = s * s;
    const double series = 2 * s + 2 * s * (z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7))));
    const auto e = static_cast<double>(exponent);
    return (e * log_two_high + log_table[nearest - log_table_first]) + (series + e * log_two_low);
}

double exp(double x) noexcept {
    if (!(x < 709.79)) return x < 709.79 || x == x ? infinity : x;
    if (x < -745.2) return 0;
    const auto n = static_cast<std::int64_t>(x * (32 / (log_two_high + log_two_low)) + (x < 0 ? -0.5 : 0.5));
    const auto count = static_cast<double>(n);
    const double r = (x - count * 0x1.62e42fefap-6) - count * 0x1.cf79abc9e3b3ap-45; // |r| ≤ log 2 / 64
    const double series =
        r + r * r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
    const double base = exp_table[n & 31];
    const double result = base + base * series;
    const std::int64_t exponent = n >> 5, half = exponent / 2; // two steps: either may be subnormal or 2^1024
    return result * power_of_two(half) * power_of_two(exponent - half);
}

double log1p(double x) noexcept { // Kahan: the rounding error of 1 + x cancels in the quotient
    const double u = 1 + x;
    if (u == 1) return x;
    return u == infinity ? u : log(u) * (x / (u - 1));
}

double expm1(double x) noexcept {
    const double u = exp(x);
    if (u == 1) return x;
    const double less = u - 1;
    if (less == -1 || u == infinity) return less;
    return less * (x / log(u));
}

double pow(double x, double y) noexcept { return exp(y * log(x)); }

namespace {

// The series of sine and cosine for |x| ≤ π/4.
double sine(double x) noexcept {
    const double z = x * x;
    double sum = 0;
    for (int k = 17; k >= 3; k -= 2) sum = (1 - sum) * (z / (k * (k - 1.0)));
    return x - x * sum;
}

double cosine(double x) noexcept {
    const double z = x * x;
    double sum = 0;
    for (int k = 18; k >= 2; k -= 2) sum = (1 - sum) * (z / (k * (k - 1.0)));
    return 1 - sum;
}

} // namespace

double sin_pi(double x) noexcept {
    if (x < 0) return -sin_pi(-x);
    if (x > 0.5) x = 1 - x;
    return x <= 0.25 ? sine(pi * x) : cosine(pi * (0.5 - x));
}

double cos_pi(double x) noexcept {
    if (x < 0) x = -x;
    if (x > 0.5) return -cos_pi(1 - x);
    return x <= 0.25 ? cosine(pi * x) : sine(pi * (0.5 - x));
}

// cos θ = x, so tan(θ / 2) = √((1 - x) / (1 + x)); two more halvings leave an angle of at most π/16 for the
// series of the arc tangent.
double acos(double x) noexcept {
    if (x < 0) return pi - acos(-x);
    double t = std::sqrt((1 - x) / (1 + x));
    for (int halving = 0; halving < 2; ++halving) t = t / (1 + std::sqrt(1 + t * t));
    const double z = t * t;
    double sum = 0;
    for (int k = 25; k >= 1; k -= 2) sum = 1.0 / k - z * sum;
    return 8 * t * sum;
}

namespace {

constexpr double half_log_two_pi = 0x1.d67f1c864beb5p-1;

// log Γ(x + 1) less Stirling's formula, x ≥ 15. Source: Abramowitz and Stegun, 6.1.41.
double stirling_series(double x) noexcept {
    const double z = 1 / (x * x);
    return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
}

double stirling_error(double n) noexcept {
    if (n >= 16) return stirling_series(n);
    double factorial = 1;
    for (double i = 2; i <= n; ++i) factorial *= i;
    return log(factorial) - (n + 0.5) * log(n) + n - half_log_two_pi;
}

// x log(x / m) + m - x, for x near m too.
double deviance(double x, double m) noexcept {
    const double difference = x - m;
    if (std::fabs(difference) >= 0.1 * (x + m)) return x * log(x / m) + m - x;
    const double v = difference / (x + m), z = v * v;
    double term = 2 * x * v, sum = difference * v;
    for (int k = 3; k < 1000; k += 2) {
        term *= z;
        const double next = sum + term / k;
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

} // namespace

double log_gamma(double x) noexcept {
    double shift = 1;
    for (; x < 16; ++x) shift *= x;
    const double n = x - 1; // Γ(x) = n!
    return (n + 0.5) * log(n) - n + half_log_two_pi + stirling_series(n) - log(shift);
}

double poisson_log_pmf(double k, double mean) noexcept {
    if (k == 0) return -mean;
    return -stirling_error(k) - deviance(k, mean) - half_log_two_pi - 0.5 * log(k);
}

double binomial_log_pmf(double k, double n, double p, double q) noexcept {
    if (k == 0) return n == 0 ? 0 : n * (p < 0.5 ? log1p(-p) : log(q));
    if (k == n) return n * (q < 0.5 ? log1p(-q) : log(p));
    const double errors = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    return errors - deviance(k, n * p) - deviance(n - k, n * q) - half_log_two_pi -
           0.5 * (log(k) + log1p(-k / n));
}

namespace {

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) noexcept {
    double sum = 0;
    for (std::size_t i = N; i-- > 0;) sum = sum * x + coefficients[i];
    return sum;
}

double normal_density(double x) noexcept { return exp(-0.5 * x * x - half_log_two_pi); }

} // namespace

// The series around 0 (Marsaglia), and far out Laplace's continued fraction, from its end.
double normal_cdf(double x) noexcept {
    if (x > 0) return 1 - normal_cdf(-x);
    if (x > -2) {
        double term = x, sum = x;
        for (int k = 3; term != 0 && sum + term != sum - term; k += 2) sum += term *= x * x / k;
        return 0.5 + sum * normal_density(x);
    }
    if (x < -39) return 0;
    double fraction = -x;
    for (int k = 200; k >= 1; --k) fraction = -x + k / fraction;
    return normal_density(x) / fraction;
}

double normal_quantile(double p) noexcept {
    static constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                   1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                   4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                   3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static constexpr double b[] = {1.0,
                                   4.2313330701600911252e+1,
                                   6.8718700749205790830e+2,
                                   5.3941960214247511077e+3,
                                   2.1213794301586595867e+4,
                                   3.9307895800092710610e+4,
                                   2.8729085735721942674e+4,
                                   5.2264952788528545610e+3};
    static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double d[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
    static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                   1.78482653991729133580e0,  2.96560571828504891230e-1,
                                   2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[] = {1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    const double r = std::sqrt(-log(q < 0 ? p : 1 - p));
    const double x = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
                            : polynomial(e, r - 5) / polynomial(f, r - 5);
    return q < 0 ? -x : x;
}

} // namespace rondo::inline v0::sim::detail
