#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <string>
#include <string_view>

#include "sim/scenario.hpp"

namespace syncsim::cli {

/// Why an expectation cannot be written into a text: a sentence without a full stop.
struct expectation_error {
    std::string message;

    friend bool operator==(const expectation_error&, const expectation_error&) = default;
};

[[noreturn]] void throw_exception_from_error(
    const expectation_error& unexpected,
    const boost::source_location& where);

/// The text of a scenario's file with other expectations of some of its variants, by name. What is
/// expected of the others stays, and so does every byte that has to do with none of it; an `issue`
/// stays as long as something is expected to break.
///
/// A comment inside an expectation that takes another form cannot be kept, and is an error.
///
/// REQUIRES: `script` is what the text loads to.
boost::system::result<std::string, expectation_error> with_expectations(
    std::string_view text,
    const sim::scenario& script,
    const std::map<std::string, sim::expectation>& wanted);

}  // namespace syncsim::cli
