#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/value_reader.hpp"

/// What a JSON Schema (draft-07) of scenario files is made of.
///
/// A validator reads the constraints. Editors also read descriptions, defaults and, in the words of
/// Visual Studio Code, `enumDescriptions` and `patternErrorMessage`; validators ignore those.
namespace syncsim::sim::schema {

/// A schema, or a part of one.
using part = protocol::json::value;

part text(std::string_view of);
part number(std::int64_t of);
part flag(bool of);
part array(std::vector<part> elements);
part texts(const std::vector<std::string_view>& of);
part object(std::vector<std::pair<std::string_view, part>> members);

/// A word that may stand somewhere, and what it means.
struct word {
    std::string_view name;
    std::string_view meaning;
};

/// Text of a form, which `otherwise` describes to whoever writes another.
part matching(std::string_view pattern, std::string_view otherwise);

/// A name, as the loader takes it (sim/file/value_reader.hpp).
part name(const as_name& taken);

/// What stands there, or text with the use of an axis, "${axis}": a value of a matrix may stand in
/// place of any value, though not of a member's name.
///
/// REQUIRES: the part says its type.
part or_axis(part what);

/// One of these words, a whole number, true or false; or the use of an axis.
part one_of(const std::vector<word>& words);
part one_of(const std::vector<std::string_view>& words);
part whole_number(std::int64_t lowest, std::int64_t highest);
part truth();

template <class Number>
part whole_number(const as_whole_number<Number>& taken)
{
    return whole_number(taken.lowest, taken.highest);
}

/// The part that is defined under this name.
part defined(std::string_view name);

/// The same with a sentence for people, and with what holds where nothing is written.
part described(std::string_view meaning, part what);
part with_default(part usual, part what);

/// One member that an object may have.
struct member {
    std::string_view name;
    part what;
    bool required = false;
};

/// An object with these members and no others; with these and others.
part closed(std::vector<member> members);
part open(std::vector<member> members);

/// The same where it is known to be an object, as in `when`.
part limited_to(std::vector<member> members);
part having(std::vector<member> members);

/// `then` holds for an object whose member `name` is one of `values`. It does not hold for one
/// without that member, so that what is missing is one error and not many.
part when(std::string_view name, const std::vector<std::string_view>& values, part then);

/// At least one of these members is there.
part any_required(std::initializer_list<std::string_view> names);

void append(part& into, std::string_view name, part what);

/// One object with the members of both.
part joined(part first, part second);

/// The text of a file: what fits on a line is on one.
std::string laid_out(const part& whole);

}  // namespace syncsim::sim::schema
