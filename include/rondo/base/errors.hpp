// SPDX-License-Identifier: BSL-1.0
//
// The errors that the library throws, named as Python names them, and the two families that are not errors.
// What ends an iteration (`stop_iteration_base`) and what reports a mistake derives from std::exception; what
// unwinds a coroutine from outside (`generator_exit`) does not, so that `catch (const std::exception&)` never
// stops it.
#pragma once

#include <rondo/base/config.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace rondo::inline v0 {

/// A rule of a protocol was broken at run time: "generator ignored GeneratorExit", "generator didn't stop".
class RONDO_API runtime_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    runtime_error(const runtime_error&) = default;
    runtime_error& operator=(const runtime_error&) = default;
    ~runtime_error() override;
};

/// An argument, or the state of the object asked, has an unusable value: "generator already executing".
class RONDO_API value_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    value_error(const value_error&) = default;
    value_error& operator=(const value_error&) = default;
    ~value_error() override;
};

/// The operation does not apply to this: "can't send non-None value to a just-started generator".
class RONDO_API type_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    type_error(const type_error&) = default;
    type_error& operator=(const type_error&) = default;
    ~type_error() override;
};

/// The object delegated to lacks the method that was forwarded to it, `send` above all.
class RONDO_API attribute_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    attribute_error(const attribute_error&) = default;
    attribute_error& operator=(const attribute_error&) = default;
    ~attribute_error() override;
};

/// What was waited for did not come in time.
class RONDO_API timeout_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    timeout_error(const timeout_error&) = default;
    timeout_error& operator=(const timeout_error&) = default;
    ~timeout_error() override;
};

/// Thrown at the suspended `co_yield` of a generator that is closed: let it pass, or end the body.
/// Deliberately no std::exception. A `catch (...)` that swallows it and yields again makes `close()` throw
/// runtime_error "generator ignored GeneratorExit". Source: PEP 342.
struct RONDO_API generator_exit{};

/// The exception that `error` was thrown on top of (std::throw_with_nested), or null.
RONDO_API std::exception_ptr cause(const std::exception& error) noexcept;

/// Throws runtime_error(message), with the exception being handled as its cause.
[[noreturn]] RONDO_API void raise_from_current(const char* message);

} // namespace rondo::inline v0
