#include "sim/mark.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

// clang-format off
constexpr std::array marks{
    mark_traits{mark::client_retry, "client.retry",
        "a device makes a call again, or syncs again after a sync that failed"},
    mark_traits{mark::client_crash, "client.crash",
        "a device's process dies"},
    mark_traits{mark::server_crash, "server.crash",
        "the server's process dies"},
    mark_traits{mark::conflict, "conflict",
        "two writes meet at the server of which neither had seen the other"},
    mark_traits{mark::parked, "parked",
        "a pull brings another version of a record of which the device has unsent work"},
    mark_traits{mark::refused_record, "refused-record",
        "the server refuses a record for good, or a push because of one"},
    mark_traits{mark::refused_first, "refused-first",
        "the server refuses the first record of a push, and there are others in it"},
    mark_traits{mark::refused_middle, "refused-middle",
        "the server refuses a record of a push that is neither the first nor the last"},
    mark_traits{mark::refused_last, "refused-last",
        "the server refuses the last record of a push, and there are others in it"},
    mark_traits{mark::session_superseded, "session-superseded",
        "the server refuses a request because its device has begun a later session"},
    mark_traits{mark::session_expired, "session-expired",
        "the server refuses a request because the lease of its session is over"},
    mark_traits{mark::two_open_sessions, "two-open-sessions",
        "a device begins a sync while another of its own runs"},
    mark_traits{mark::late_complete, "late-complete",
        "a complete arrives after the server has taken a later begin of its device"},
    mark_traits{mark::empty_pull, "empty-pull",
        "a pull before the end of the steps brings nothing at all"},
    mark_traits{mark::second_page, "second-page",
        "a device asks for the next page of a pull"},
    mark_traits{mark::write_between_pages, "write-between-pages",
        "the server stores something between two pages of a pull"},
    mark_traits{mark::tie_at_page_edge, "tie-at-page-edge",
        "a page ends and the next begins with versions of one stamp"},
    mark_traits{mark::edit_during_sync, "edit-during-sync",
        "a user works on a device that syncs"},
    mark_traits{mark::edit_between_push_and_apply, "edit-between-push-and-apply",
        "a user works on a device that has pushed, and has not applied the pull of that sync"},
    mark_traits{mark::edit_after_lost_push_reply, "edit-after-lost-push-reply",
        "a user changes a record whose last write is at the server, while the device, which does "
        "not sync, does not know that"},
    mark_traits{mark::crash_between_apply_and_complete, "crash-between-apply-and-complete",
        "a device dies that has applied a pull, and the server has not completed that session"},
    mark_traits{mark::stamp_behind, "stamp-behind",
        "a version becomes visible whose stamp is below that of one that is visible already"},
    mark_traits{mark::begin_before_late_stamp, "begin-before-late-stamp",
        "a session begins between two versions of which the later one has the lower stamp"},
    mark_traits{mark::clock_a_day_ahead, "clock-a-day-ahead",
        "a user works on a device whose clock is a day ahead, or more"},
    mark_traits{mark::server_clock_back, "server-clock-back",
        "the server commits at a time of its clock before that of its last commit"},
    mark_traits{mark::pending_at_healing, "pending-at-healing",
        "a device has unsent work when the steps are over"},
};
// clang-format on

constexpr bool in_the_order_of_the_enum()
{
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (static_cast<std::size_t>(marks[i].which) != i) return false;
    }
    return true;
}
static_assert(in_the_order_of_the_enum());

}  // namespace

std::span<const mark_traits> all_marks() noexcept
{
    return marks;
}

std::string_view name(mark which) noexcept
{
    const auto index = static_cast<std::size_t>(which);
    support::check(index < marks.size(), "every mark has a row in the table");
    return marks[index].name;
}

std::optional<mark> find_mark(std::string_view name) noexcept
{
    const auto* const found = std::ranges::find(marks, name, &mark_traits::name);
    if (found == marks.end()) return std::nullopt;
    return found->which;
}

}  // namespace syncsim::sim
