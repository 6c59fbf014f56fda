#include "reports/tone.hpp"

#include <string_view>

namespace syncsim::reports {
namespace {

std::string_view code_of(tone how)
{
    switch (how) {
    case tone::plain: return "";
    case tone::bad: return "\x1b[1;31m";
    case tone::fault: return "\x1b[33m";
    case tone::quiet: return "\x1b[2m";
    }
    return "";
}

}  // namespace

std::string toned(std::string text, tone how, bool color)
{
    const auto code = code_of(how);
    if (!color || code.empty() || text.empty()) return text;
    return std::string(code) + std::move(text) + "\x1b[0m";
}

}  // namespace syncsim::reports
