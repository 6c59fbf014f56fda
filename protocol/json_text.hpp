#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// JSON text as a tree that remembers where each part stood, for errors that name the place.
///
/// It is stricter than JSON has to be: a name that stands twice in one object, a whole number
/// beyond 64 bits, a byte order mark and bytes that are not UTF-8 are errors.
namespace syncsim::protocol::json {

/// A place in a text. Both count from 1; a column is a code point, and only "\n" ends a line.
struct position {
    int line = 1;
    int column = 1;

    friend constexpr auto operator<=>(const position&, const position&) = default;
};

/// Why a text cannot be read: a sentence without a full stop, which does not repeat the place.
struct error {
    position at;
    std::string message;

    friend bool operator==(const error&, const error&) = default;
};

/// A parsed text, or why it is none. Taking the value of an error is a mistake of ours: it aborts.
template <class T>
using result = boost::system::result<T, error>;

[[noreturn]] void throw_exception_from_error(
    const error& unexpected,
    const boost::source_location& where);

enum class kind : std::uint8_t {
    null,
    boolean,
    integer,
    unsigned_integer,
    real,
    text,
    array,
    object
};

/// "a whole number", "text", "an object": for sentences about what was found.
std::string_view name(kind which) noexcept;

struct member;

/// A JSON value and where its first byte stands.
struct value {
    using array = std::vector<value>;
    using object = std::vector<member>;

    position at;

    /// In the order of `kind`. A whole number is an `int64_t` if it fits there, a `uint64_t` if
    /// only that holds it; "1.0" and "1e2" are doubles. Members keep the order of the text.
    std::variant<
        std::nullptr_t,
        bool,
        std::int64_t,
        std::uint64_t,
        double,
        std::string,
        array,
        object>
        content;

    kind of() const noexcept { return static_cast<kind>(content.index()); }
    bool is_null() const noexcept { return of() == kind::null; }

    /// The content as one kind; null where it is of another.
    const bool* boolean() const noexcept { return std::get_if<bool>(&content); }
    const std::int64_t* integer() const noexcept { return std::get_if<std::int64_t>(&content); }
    const std::string* text() const noexcept { return std::get_if<std::string>(&content); }
    const array* elements() const noexcept { return std::get_if<array>(&content); }
    const object* members() const noexcept { return std::get_if<object>(&content); }

    /// A whole number that is not negative.
    std::optional<std::uint64_t> natural() const noexcept;

    /// Any number, rounded to the nearest double.
    std::optional<double> number() const noexcept;

    /// The member of that name; null where there is none, or this is no object.
    const member* find(std::string_view name) const noexcept;
};

struct member {
    std::string name;
    position name_at;
    protocol::json::value value;
};

struct options {
    /// `//` to the end of the line or to a carriage return, and `/* */`.
    bool allow_comments = false;
    std::size_t max_bytes = std::size_t{1} << 20U;
    /// How many arrays and objects may be open at once.
    int max_depth = 32;
};

/// Reads exactly one JSON value.
result<value> parse(std::string_view text, const options& how = {});

/// The value as compact text with the names of every object in the order of their bytes.
///
/// Equal values give equal texts: a double is written with the digits that it takes to read the
/// same one back, and always with a point or an exponent.
std::string canonical(const value& of);

/// Appends `text` as a JSON string, quotes included; only what JSON requires is escaped.
void append_string(std::string& out, std::string_view text);

/// `text` in quotes for a message, escaped, and shortened if it is long.
std::string in_quotes(std::string_view text);

}  // namespace syncsim::protocol::json
