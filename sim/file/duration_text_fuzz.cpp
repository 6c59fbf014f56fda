#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/support/check.hpp"
#include "protocol/support/fuzz_dictionary.hpp"
#include "sim/file/duration_text.hpp"

/// Reads any bytes as a time: they are none, or the time is written as a text that reads the same.
namespace syncsim::sim {
namespace {

void try_text(std::string_view text)
{
    const auto read = parse_duration(text);
    if (!read) return;
    support::check(parse_duration(to_text(*read)).value() == *read, "a time reads as is written");
}

}  // namespace
}  // namespace syncsim::sim

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments)
{
    const auto units = {"us", "ms", "s", "m", "h", "d"};
    syncsim::support::offer_dictionary(*count, *arguments, {units.begin(), units.end()});
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    syncsim::sim::try_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
