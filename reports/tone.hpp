#pragma once

#include <cstdint>
#include <string>

namespace syncsim::reports {

/// What a piece of text is, as far as colour can stress it. The words say the same without it.
enum class tone : std::uint8_t {
    plain,
    /// What broke.
    bad,
    /// What a fault did.
    fault,
    /// What may be skipped at first.
    quiet,
};

/// The text between the ANSI codes of its tone; as it is where there is to be no colour.
std::string toned(std::string text, tone how, bool color);

}  // namespace syncsim::reports
