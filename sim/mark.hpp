#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What a run may reach that makes it worth judging: `must_reach` in a scenario names some.
namespace syncsim::sim {

enum class mark : std::uint8_t {
    client_retry,
    client_crash,
    server_crash,
    conflict,
    parked,
    refused_record,
    refused_first,
    refused_middle,
    refused_last,
    session_superseded,
    session_expired,
    two_open_sessions,
    late_complete,
    empty_pull,
    second_page,
    write_between_pages,
    tie_at_page_edge,
    edit_during_sync,
    edit_between_push_and_apply,
    edit_after_lost_push_reply,
    crash_between_apply_and_complete,
    stamp_behind,
    begin_before_late_stamp,
    clock_a_day_ahead,
    server_clock_back,
    pending_at_healing,
};

struct mark_traits {
    mark which;
    /// "client.retry", as scenario files write it.
    std::string_view name;
    /// What has happened in a run that reaches it.
    std::string_view meaning;
};

/// All of them, in the order of the enum.
std::span<const mark_traits> all_marks() noexcept;

std::string_view name(mark which) noexcept;

std::optional<mark> find_mark(std::string_view name) noexcept;

}  // namespace syncsim::sim
