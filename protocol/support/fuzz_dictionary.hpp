#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

/// The words that libFuzzer puts into its inputs. A fuzzer collects them from the tables of the
/// code it tries, and prints them where its only argument is `--dictionary`.
namespace syncsim::support {

/// The lines of a file for `-dict`, one a word.
inline std::string fuzz_dictionary(const std::vector<std::string_view>& words)
{
    constexpr std::string_view hex = "0123456789abcdef";
    std::string lines;
    for (const auto word : words) {
        lines += '"';
        for (const char c : word) {
            const auto byte = static_cast<unsigned char>(c);
            lines += "\\x";
            lines += hex[byte >> 4U];
            lines += hex[byte & 0xFU];
        }
        lines += "\"\n";
    }
    return lines;
}

/// Prints the words and ends the program, where the command line asks for them.
///
/// To be called by `LLVMFuzzerInitialize`, with what that is given.
inline void offer_dictionary(
    int count,
    const char* const* arguments,
    const std::vector<std::string_view>& words)
{
    if (count != 2 || std::string_view(arguments[1]) != "--dictionary") return;
    std::fputs(fuzz_dictionary(words).c_str(), stdout);
    std::exit(0);
}

}  // namespace syncsim::support
