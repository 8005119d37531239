// SPDX-License-Identifier: BSL-1.0
//
// What every C++ program of the benches is made of: it measures thread CPU time of a body that does n
// operations, for an n that takes about 10 ms, several times, and compares each answer with the serial truth.
//
//     program [--case NAME] [--runs N] [--milliseconds N] [--json FILE]    measures; FILE may be - for standard output
//     program --case NAME --count N                                       does N operations once: for callgrind
//     program --check                                                     compares a few answers, measures nothing
//     program --most N                                                    what is big is no bigger than N
//
// What is measured must not be seen through: ramps of coroutines are BENCH_NOINLINE, function pointers
// opaque(). A body that counts only a part of itself says begin_lap() and end_lap(); one that measures memory
// says all_alive().
#pragma once

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#define BENCH_NOINLINE __attribute__((noinline))

namespace bench {

/// The same value, of which the compiler knows nothing any more.
template <class T>
T opaque(T value) {
    asm volatile("" : "+r"(value));
    return value;
}

inline double thread_nanoseconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

inline double wall_nanoseconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// What is measured: CPU time of the thread, or what passes on the wall, for what waits for a disk.
inline bool by_wall_clock = false;
inline double nanoseconds_now() { return by_wall_clock ? wall_nanoseconds() : thread_nanoseconds(); }

/// What a body says about itself while it runs.
struct account {
    double begun = 0, counted = 0;
    bool laps = false;
    double resident = 0;
};
inline account current;

inline void begin_lap() {
    current.laps = true;
    current.begun = nanoseconds_now();
}
inline void end_lap() { current.counted += nanoseconds_now() - current.begun; }

/// Bytes of memory that the process has in use now.
inline double resident_bytes() {
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
}
inline void all_alive() { current.resident = resident_bytes(); }

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Processor, number of CPUs, kernel: nothing that names this one machine.
inline std::string machine() {
    std::string line, model = "unknown processor";
    int processors = 0;
    for (std::ifstream info("/proc/cpuinfo"); std::getline(info, line);) {
        processors += line.starts_with("processor") ? 1 : 0;
        if (line.starts_with("model name")) model = line.substr(line.find(": ") + 2);
    }
    utsname system{};
    uname(&system);
    std::string kernel = system.release;
    return std::to_string(processors) + " x " + model + ", " + system.sysname + " " +
           kernel.substr(0, kernel.find('-'));
}

inline std::string compiler() {
#if defined(__clang__)
    return "clang " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__);
#else
    return "gcc " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__);
#endif
}

class harness {
public:
    harness(int argc, char** argv, const char* scenario, const char* peer, std::string version)
        : scenario_(scenario), peer_(peer), version_(std::move(version)) {
        for (int i = 1; i < argc; ++i) {
            const std::string option = argv[i];
            if (option == "--check") {
                check_ = true;
                continue;
            }
            if (i + 1 == argc) usage(option);
            const char* value = argv[++i];
            if (option == "--case")
                only_ = value;
            else if (option == "--runs")
                runs_ = std::max(1ul, std::strtoul(value, nullptr, 10));
            else if (option == "--milliseconds")
                nanoseconds_ = 1e6 * std::strtod(value, nullptr);
            else if (option == "--json")
                json_ = value;
            else if (option == "--count")
                count_ = std::strtoull(value, nullptr, 10);
            else if (option == "--most")
                most_ = std::max(1ull, std::strtoull(value, nullptr, 10));
            else
                usage(option);
        }
    }

    /// Whether answers are compared and nothing is measured, so that a body may look closely.
    bool checking() const { return check_; }

    /// Whether a case is asked for: what it needs need not be made otherwise.
    bool wants(const std::string& name) const { return only_.empty() || only_ == name; }

    /// How big to make what should be `wanted` big: as many tasks at once, as deep a chain.
    std::uint64_t size(std::uint64_t wanted) const { return std::min(wanted, most_); }

    /// Measures one case. `body(n)` does n operations and gives an answer; `truth(n)` is what that must be.
    /// Operations that come only by the `grain`, as many as there are tasks, are measured in multiples of it;
    /// an n below it means fewer tasks.
    template <class Body, class Truth>
    void measure(const std::string& name, const char* unit, Body body, Truth truth, std::uint64_t grain = 1) {
        if (!wanted(name)) return;
        const auto run = [&](std::uint64_t n) { return taken_by(name, n, body, truth); };
        if (done_without_measuring(grain, run)) return;
        // The first runs warm up, and find the n that takes long enough. What takes long is run less often:
        // what takes very long only once, warm or not.
        const double began = wall_nanoseconds();
        const auto spent = [&] { return (wall_nanoseconds() - began) / nanoseconds_; };
        std::uint64_t n = whole(64, grain);
        double taken = run(n);
        while (taken < nanoseconds_ / 2 && n < std::uint64_t{1} << 40) taken = run(n *= 2);
        std::vector<double> samples;
        if (spent() > 1000) samples.push_back(taken / static_cast<double>(n));
        n = whole(static_cast<std::uint64_t>(static_cast<double>(n) * nanoseconds_ / taken), grain);
        while (samples.size() < runs_ && (samples.empty() || spent() < (samples.size() < 3 ? 1000 : 200)))
            samples.push_back(run(n) / static_cast<double>(n));
        report(name, unit, samples);
    }

    /// Measures what each of `size` things takes in memory while all are alive, which the body says by
    /// all_alive(). Once a process, since memory that was given back is there to be taken again.
    template <class Body, class Truth>
    void measure_bytes(const std::string& name, const char* unit, Body body, Truth truth,
                       std::uint64_t size) {
        if (!wanted(name)) return;
        const auto run = [&](std::uint64_t n) { return taken_by(name, n, body, truth); };
        if (done_without_measuring(size, run)) return;
        const double before = resident_bytes();
        run(size);
        report(name, unit, {std::max(1.0, current.resident - before) / static_cast<double>(size)});
    }

    /// Ends the program: what main returns.
    int finish() const {
        if (cases_ == 0) std::fprintf(stderr, "%s/%s has no case '%s'\n", scenario_, peer_, only_.c_str());
        return cases_ == 0 ? 2 : 0;
    }

private:
    bool wanted(const std::string& name) {
        if (!wants(name)) return false;
        ++cases_;
        return true;
    }

    static std::uint64_t whole(std::uint64_t n, std::uint64_t grain) {
        return std::max<std::uint64_t>(1, n / grain + (n < grain ? 1 : 0)) * grain;
    }

    template <class Body, class Truth>
    double taken_by(const std::string& name, std::uint64_t n, Body& body, Truth& truth) {
        current = {};
        const double begin = nanoseconds_now();
        const std::uint64_t answer = body(n);
        const double taken = nanoseconds_now() - begin;
        if (answer != truth(n)) wrong(name, n, answer, truth(n));
        return current.laps ? current.counted : taken;
    }

    template <class Run>
    bool done_without_measuring(std::uint64_t grain, Run run) {
        if (count_ != 0)
            run(count_ < grain ? count_ : whole(count_, grain));
        else if (check_)
            for (unsigned n : {1u, 2u, 3u, 10u, 1000u}) run(n < grain ? n : whole(n, grain));
        return count_ != 0 || check_;
    }

    [[noreturn]] void usage(const std::string& option) const {
        std::fprintf(stderr,
                     "%s/%s: '%s' is not understood, or needs a value; options: --case NAME, --runs N, "
                     "--milliseconds N, --json FILE, --count N, --most N, --check\n",
                     scenario_, peer_, option.c_str());
        std::exit(2);
    }

    [[noreturn]] void wrong(const std::string& name, std::uint64_t n, std::uint64_t answer,
                            std::uint64_t truth) const {
        std::fprintf(stderr, "%s/%s: %s of %llu gave %llu, and the truth is %llu\n", scenario_, peer_,
                     name.c_str(), static_cast<unsigned long long>(n),
                     static_cast<unsigned long long>(answer), static_cast<unsigned long long>(truth));
        std::exit(1);
    }

    void report(const std::string& name, const char* unit, const std::vector<double>& samples) const {
        const double least = *std::min_element(samples.begin(), samples.end());
        if (json_.empty()) {
            std::printf("%-20s %-16s %-12s min %9.2f  median %9.2f  %s\n", scenario_, peer_, name.c_str(),
                        least, median(samples), unit);
            return;
        }
        std::FILE* out = json_ == "-" ? stdout : std::fopen(json_.c_str(), "a");
        if (out == nullptr) {
            std::perror(json_.c_str());
            std::exit(3);
        }
        std::fprintf(out,
                     "{\"scenario\": \"%s\", \"case\": \"%s\", \"peer\": \"%s\", \"version\": \"%s\", "
                     "\"unit\": \"%s\", "
                     "\"min\": %.4f, \"median\": %.4f, \"runs\": %zu, \"machine\": \"%s\", \"compiler\": "
                     "\"%s\", \"samples\": [",
                     scenario_, name.c_str(), peer_, version_.c_str(), unit, least, median(samples),
                     samples.size(), machine().c_str(), compiler().c_str());
        for (std::size_t i = 0; i < samples.size(); ++i)
            std::fprintf(out, "%s%.4f", i == 0 ? "" : ", ", samples[i]);
        std::fprintf(out, "]}\n");
        if (out != stdout) std::fclose(out);
    }

    const char* scenario_;
    const char* peer_;
    std::string version_;
    std::string only_, json_;
    std::size_t runs_ = 9;
    double nanoseconds_ = 1e7;
    std::uint64_t count_ = 0, most_ = ~std::uint64_t{0};
    bool check_ = false;
    int cases_ = 0;
};

} // namespace bench
