#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/cli/flags.hpp"
#include "scenarios/cli/options.hpp"
#include "scenarios/cli/settings.hpp"

namespace syncsim::cli {

/// A command line as words, from whichever place each flag's value comes.
struct command_words {
    std::vector<std::string> operands;
    /// By the name of the flag, without its dashes.
    std::map<std::string, setting, std::less<>> given;
};

// The words with their types, or the first thing that is wrong with them.

boost::system::result<run_options, command_error> run_options_of(
    const command_words& words,
    const surroundings& where);
boost::system::result<check_options, command_error> check_options_of(const command_words& words);
boost::system::result<new_options, command_error> new_options_of(const command_words& words);
boost::system::result<explain_options, command_error> explain_options_of(
    const command_words& words);
boost::system::result<replay_options, command_error> replay_options_of(const command_words& words);
boost::system::result<list_options, command_error> list_options_of(const command_words& words);

/// Every flag of the verb with its value, in the order of its help.
std::vector<flag_value> values_of(
    const verb& of,
    const command_words& words,
    const surroundings& where);

// Sentences.

/// "a, b or c".
std::string one_of(std::span<const std::string_view> words);
/// "--x is not yet built in this release".
std::string not_yet_built(std::string_view what);

}  // namespace syncsim::cli
