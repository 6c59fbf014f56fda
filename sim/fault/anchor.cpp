#include "sim/fault/anchor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

// clang-format off
constexpr std::array anchors{
    anchor_traits{anchor::local_before_commit, "local.before-commit",
        "the user's work is written, and its transaction at the device is about to commit"},
    anchor_traits{anchor::local_after_commit, "local.after-commit",
        "the user's work is committed at the device"},
    anchor_traits{anchor::begin_request, "begin.request",
        "the device is about to send its begin; for the server, the begin arrives and nothing is "
        "done yet"},
    anchor_traits{anchor::begin_before_commit, "begin.before-commit",
        "the server has written the session, and its transaction is about to commit"},
    anchor_traits{anchor::begin_after_commit, "begin.after-commit",
        "the server has committed the session and not yet replied"},
    anchor_traits{anchor::begin_response, "begin.response",
        "the server replies to the begin; for the device, the reply arrives and nothing of it is "
        "used yet"},
    anchor_traits{anchor::push_request, "push.request",
        "the device is about to send its pending work; for the server, the push arrives and "
        "nothing is done yet"},
    anchor_traits{anchor::push_before_commit, "push.before-commit",
        "the server has written the pushed records, and its transaction is about to commit"},
    anchor_traits{anchor::push_after_commit, "push.after-commit",
        "the server has committed the pushed records and not yet replied"},
    anchor_traits{anchor::push_response, "push.response",
        "the server replies to the push; for the device, the reply arrives and nothing of it is "
        "used yet"},
    anchor_traits{anchor::pull_request, "pull.request",
        "the device is about to ask for a page; for the server, the request arrives and nothing "
        "is done yet"},
    anchor_traits{anchor::pull_handle, "pull.handle",
        "the server has read the page and not yet replied"},
    anchor_traits{anchor::pull_response, "pull.response",
        "the server replies with a page; for the device, the page arrives and nothing of it is "
        "used yet"},
    anchor_traits{anchor::apply_before, "apply.before",
        "the device has taken the page and written nothing of it"},
    anchor_traits{anchor::apply_mid, "apply.mid",
        "the device has applied part of the page: the first record where each is committed alone, "
        "else a part of the page's transaction"},
    anchor_traits{anchor::apply_after, "apply.after",
        "the device has committed all of the page"},
    anchor_traits{anchor::complete_request, "complete.request",
        "the device is about to send its complete; for the server, the complete arrives and "
        "nothing is done yet"},
    anchor_traits{anchor::complete_before_commit, "complete.before-commit",
        "the server has closed the session, and its transaction is about to commit"},
    anchor_traits{anchor::complete_after_commit, "complete.after-commit",
        "the server has committed the end of the session and not yet replied"},
    anchor_traits{anchor::complete_response, "complete.response",
        "the server replies to the complete; for the device, the reply arrives and nothing of it "
        "is used yet"},
};

constexpr std::array<std::string_view, 0> no_parameters;
constexpr std::array<std::string_view, 1> by{"by"};
constexpr std::array<std::string_view, 1> copies{"copies"};
constexpr std::array<std::string_view, 1> until{"until"};
constexpr std::array<std::string_view, 1> code{"code"};
constexpr std::array<std::string_view, 1> restart_after{"restart_after"};
constexpr std::array<std::string_view, 2> by_and_node{"by", "node"};

constexpr std::array faults{
    fault_traits{fault_kind::drop, "drop",
        "the message never arrives", no_parameters},
    fault_traits{fault_kind::delay, "delay",
        "the message arrives later by `by`", by},
    fault_traits{fault_kind::duplicate, "duplicate",
        "the message arrives again at once, `copies` times (1)", copies},
    fault_traits{fault_kind::late_duplicate, "late-duplicate",
        "the message arrives again after `by` (10s), when later ones may have been answered", by},
    fault_traits{fault_kind::reorder, "reorder",
        "the message is overtaken: it arrives right after the next one that travels its way, or "
        "after `by` (10s) where none comes",
        by},
    fault_traits{fault_kind::hold, "hold",
        "the message is held on its way, and arrives when the step whose `id` is `until` begins",
        until},
    fault_traits{fault_kind::error_reply, "error-reply",
        "the server has done its work, and the device gets the error `code` in place of the reply",
        code},
    fault_traits{fault_kind::corrupt, "corrupt",
        "one value inside the reply becomes another on its way, and the reply is still well-formed",
        no_parameters},
    fault_traits{fault_kind::timeout, "timeout",
        "the device gives up waiting for the reply at once, as if its time were up, and the reply "
        "arrives later",
        no_parameters},
    fault_traits{fault_kind::crash_client, "crash-client",
        "the device's process dies, keeps what is committed and starts again after "
        "`restart_after` (1s)",
        restart_after},
    fault_traits{fault_kind::crash_server, "crash-server",
        "the server's process dies, keeps what is committed and starts again after "
        "`restart_after` (1s)",
        restart_after},
    fault_traits{fault_kind::expire_session, "expire-session",
        "the session has outlived its lease when the request arrives at the server",
        no_parameters},
    fault_traits{fault_kind::pause, "pause",
        "the server has received the request, and handles it only after `by`",
        by},
    fault_traits{fault_kind::clock_jump, "clock-jump",
        "the clock of `node` (the one at the anchor) jumps by `by`, which may be negative",
        by_and_node},
};
// clang-format on

template <class Table>
constexpr bool in_the_order_of_the_enum(const Table& table)
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].which) != i) return false;
    }
    return true;
}
static_assert(anchors.size() == anchor_count);
static_assert(in_the_order_of_the_enum(anchors) && in_the_order_of_the_enum(faults));

/// What happens at an anchor, as far as faults care.
enum class point : std::uint8_t { local_work, request, server_work, response, apply };

constexpr point point_of(anchor at)
{
    switch (at) {
    case anchor::local_before_commit:
    case anchor::local_after_commit: return point::local_work;
    case anchor::begin_request:
    case anchor::push_request:
    case anchor::pull_request:
    case anchor::complete_request: return point::request;
    case anchor::begin_before_commit:
    case anchor::begin_after_commit:
    case anchor::push_before_commit:
    case anchor::push_after_commit:
    case anchor::pull_handle:
    case anchor::complete_before_commit:
    case anchor::complete_after_commit: return point::server_work;
    case anchor::begin_response:
    case anchor::push_response:
    case anchor::pull_response:
    case anchor::complete_response: return point::response;
    case anchor::apply_before:
    case anchor::apply_mid:
    case anchor::apply_after: return point::apply;
    }
    support::check(false, "every anchor is at one of the points");
    return point::local_work;
}

/// Why no message can be lost, delayed or repeated there.
constexpr std::optional<std::string_view> why_no_message(point where)
{
    switch (where) {
    case point::local_work: return "local work sends no message";
    case point::server_work:
        return "no message is on its way while the server works; hang it on the step's request or "
               "response";
    case point::apply:
        return "no message is on its way while the device applies a page; hang it on "
               "pull.response or complete.request";
    case point::request:
    case point::response: return std::nullopt;
    }
    return std::nullopt;
}

constexpr std::optional<std::string_view> why_no_reply(point where)
{
    if (where == point::response) return std::nullopt;
    return "only a reply can be an error; hang it on the step's response";
}

constexpr std::optional<std::string_view> why_no_corruption(anchor at)
{
    if (point_of(at) != point::response) {
        return "only a reply is corrupted; hang it on the step's response";
    }
    if (at != anchor::complete_response) return std::nullopt;
    return "the reply to a complete says nothing that could become something else";
}

constexpr std::optional<std::string_view> why_no_timeout(point where)
{
    if (where == point::response) return std::nullopt;
    return "the device waits for replies alone; hang it on the step's response";
}

constexpr std::optional<std::string_view> why_no_expiry(anchor at)
{
    if (at == anchor::begin_request) {
        return "a begin belongs to no session yet; hang it on a later request";
    }
    if (point_of(at) == point::request) return std::nullopt;
    return "a session's lease is looked at when a request arrives; hang it on the step's request";
}

constexpr std::optional<std::string_view> why_no_pause(point where)
{
    if (where == point::request) return std::nullopt;
    return "the server lets a request wait before it does anything; hang it on the step's request";
}

constexpr std::optional<std::string_view> why_no_client_crash(point where)
{
    if (where != point::server_work) return std::nullopt;
    return "the device only waits while the server works; hang it on the step's request or "
           "response";
}

constexpr std::optional<std::string_view> why_no_server_crash(point where)
{
    switch (where) {
    case point::local_work: return "the server has no part in local work";
    case point::apply: return "the server has no part in applying a page";
    case point::request:
    case point::server_work:
    case point::response: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::span<const anchor_traits> all_anchors() noexcept
{
    return anchors;
}

std::span<const fault_traits> all_faults() noexcept
{
    return faults;
}

std::string_view name(anchor which) noexcept
{
    const auto index = static_cast<std::size_t>(which);
    support::check(index < anchors.size(), "every anchor has a row in the table");
    return anchors[index].name;
}

std::string_view name(fault_kind which) noexcept
{
    return traits(which).name;
}

const fault_traits& traits(fault_kind which) noexcept
{
    const auto index = static_cast<std::size_t>(which);
    support::check(index < faults.size(), "every fault has a row in the table");
    return faults[index];
}

std::optional<anchor> find_anchor(std::string_view name) noexcept
{
    const auto* const found = std::ranges::find(anchors, name, &anchor_traits::name);
    if (found == anchors.end()) return std::nullopt;
    return found->which;
}

std::optional<fault_kind> find_fault(std::string_view name) noexcept
{
    const auto* const found = std::ranges::find(faults, name, &fault_traits::name);
    if (found == faults.end()) return std::nullopt;
    return found->which;
}

std::optional<std::string_view> nonsense(fault_kind kind, anchor at) noexcept
{
    const auto where = point_of(at);
    switch (kind) {
    case fault_kind::drop:
    case fault_kind::delay:
    case fault_kind::duplicate:
    case fault_kind::late_duplicate:
    case fault_kind::reorder:
    case fault_kind::hold: return why_no_message(where);
    case fault_kind::error_reply: return why_no_reply(where);
    case fault_kind::corrupt: return why_no_corruption(at);
    case fault_kind::timeout: return why_no_timeout(where);
    case fault_kind::crash_client: return why_no_client_crash(where);
    case fault_kind::crash_server: return why_no_server_crash(where);
    case fault_kind::expire_session: return why_no_expiry(at);
    case fault_kind::pause: return why_no_pause(where);
    case fault_kind::clock_jump: return std::nullopt;
    }
    return std::nullopt;
}

bool is_local(anchor at) noexcept
{
    return point_of(at) == point::local_work;
}

}  // namespace syncsim::sim
