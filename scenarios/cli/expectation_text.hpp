#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <string>
#include <string_view>

#include "sim/scenario.hpp"

namespace syncsim::cli {

/// The text of a scenario's file with other expectations of some of its variants, by name. What is
/// expected of the others stays, and so does every byte that has to do with none of it; an `issue`
/// stays as long as something is expected to break.
///
/// A comment inside an expectation that takes another form cannot be kept: then the error is where
/// that expectation stands.
///
/// REQUIRES: `script` is what the text loads to.
boost::system::result<std::string, sim::source_place> with_expectations(
    std::string_view text,
    const sim::scenario& script,
    const std::map<std::string, sim::expectation>& wanted);

}  // namespace syncsim::cli
