#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "scenarios/cli/environment.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// What a stream is connected to.
struct terminal {
    bool is_one = false;
    /// Its columns; 0 where nothing says how many.
    std::size_t width = 0;
};

terminal standard_output() noexcept;
terminal standard_error() noexcept;

/// Where text for people goes, and how it is set. Nothing is said by colour alone.
struct console {
    std::ostream& out;
    std::ostream& error;
    /// Where a report goes that is asked for on standard output.
    std::ostream& data;
    bool color = false;
    /// Where lines are broken; 0 for nowhere.
    std::size_t width = 0;

    /// For stories, which are set for some width in any case.
    std::size_t story_width() const noexcept;
};

enum class paint : std::uint8_t { good, bad, doubtful, faint };

/// The text in a colour, where the console has colours.
std::string painted(const console& on, paint with, std::string_view text);

/// Whether text for this stream is to have colours.
bool wants_color(
    output_options::coloring asked,
    const terminal& stream,
    const environment& variables);

/// The columns that text for this stream may take: those of COLUMNS, else of the terminal; 0, for
/// any number, where there is neither.
std::size_t width_for(const terminal& stream, const environment& variables);

}  // namespace syncsim::cli
