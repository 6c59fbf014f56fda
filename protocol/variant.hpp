#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/clocks.hpp"

/// The questions that the protocol leaves open, and a variant: one answer to each.
///
/// protocol/README.md, "Questions", says what each answer means and what it costs. No code but the
/// decision functions of this folder looks at an answer. Names are stored and written in scenario
/// files, so they do not change; the first answer of each question is that of the post.
namespace syncsim::protocol {

namespace answer {

enum class stamp : std::uint8_t {
    client_clock,
    server_clock_at_arrival,
    server_clock_in_commit,
    hybrid_logical_clock,
    server_sequence,
};
enum class stamp_resolution : std::uint8_t { seconds, milliseconds, microseconds };
enum class window_upper : std::uint8_t {
    server_clock_at_begin,
    largest_allocated_at_begin,
    largest_committed_at_first_page,
};
enum class window_edges : std::uint8_t { both_exclusive, upper_inclusive, stamp_and_key };
enum class own_pushes : std::uint8_t { appended_to_pull, by_window_only, in_push_reply };
enum class cursor_home : std::uint8_t { server, client };
enum class cursor_order : std::uint8_t { at_complete, before_apply, with_apply };
enum class cursor_moves_to : std::uint8_t {
    newest_received,
    newest_applied,
    client_clock,
    window_upper,
};
enum class write_identity : std::uint8_t { none, write_id };
enum class create_identity : std::uint8_t {
    never,
    same_local_id_any_device,
    same_local_id_of_device,
    same_write_id,
};
enum class repeated_create : std::uint8_t { ignore_body, update_if_newer_revision };
enum class server_key : std::uint8_t { counter, random, derived };
enum class base_version : std::uint8_t { none, checked };
enum class conflict : std::uint8_t {
    last_arrival,
    newest_updated,
    server_wins,
    client_wins,
    merge_fields,
    keep_both,
};
enum class clear_pending : std::uint8_t { on_apply, when_session_ok, when_same_revision };
enum class pending_over_pull : std::uint8_t { overwrite, skip, park };
enum class delete_of_pending_create : std::uint8_t { forget, pending_tombstone };
enum class apply_unit : std::uint8_t { record, page };
enum class local_id : std::uint8_t { never, when_first_sent, at_complete, when_confirmed };
enum class identity_memory : std::uint8_t { never_remembers, with_local_id, never };
enum class deletes : std::uint8_t { remove_row, tombstone };
enum class tombstone_gc : std::uint8_t { never, by_age, below_every_cursor };
enum class session : std::uint8_t { independent, supersedes, numbered };
enum class complete : std::uint8_t { any_order, monotone };
enum class incarnation : std::uint8_t { ignored, tracked };
enum class generation : std::uint8_t { ignored, nonce, chain };
enum class batch : std::uint8_t { all_or_nothing, verdict_per_record };
enum class unappliable : std::uint8_t { skip, stop, park };
enum class paging : std::uint8_t { one_page, offset, keyset };
enum class reply_check : std::uint8_t { none, digest };
enum class retry : std::uint8_t { next_session, backoff_with_jitter };
enum class owner_switch : std::uint8_t { push_everything, partition_by_owner };
enum class unknown_fields : std::uint8_t { dropped, preserved };
enum class durability : std::uint8_t { off, normal, full };

}  // namespace answer

/// One answer to each question; as written down, the answers of the post.
struct variant {
    std::string name = "as-written";

    answer::stamp stamp{};
    answer::stamp_resolution stamp_resolution{};
    answer::window_upper window_upper{};
    answer::window_edges window_edges{};
    answer::own_pushes own_pushes{};
    answer::cursor_home cursor_home{};
    answer::cursor_order cursor_order{};
    answer::cursor_moves_to cursor_moves_to{};
    answer::write_identity write_identity{};
    answer::create_identity create_identity{};
    answer::repeated_create repeated_create{};
    answer::server_key server_key{};
    answer::base_version base_version{};
    answer::conflict conflict{};
    answer::clear_pending clear_pending{};
    answer::pending_over_pull pending_over_pull{};
    answer::delete_of_pending_create delete_of_pending_create{};
    answer::apply_unit apply_unit{};
    answer::local_id local_id{};
    answer::identity_memory identity_memory{};
    answer::deletes deletes{};
    answer::tombstone_gc tombstone_gc{};
    answer::session session{};
    answer::complete complete{};
    answer::incarnation incarnation{};
    answer::generation generation{};
    answer::batch batch{};
    answer::unappliable unappliable{};
    answer::paging paging{};
    answer::reply_check reply_check{};
    answer::retry retry{};
    answer::owner_switch owner_switch{};
    answer::unknown_fields unknown_fields{};
    answer::durability durability{};

    friend bool operator==(const variant&, const variant&) = default;
};

/// The post's protocol, read as plainly as possible where it is silent.
const variant& as_written();

/// The answers that are meant to survive every fault.
const variant& hardened();

/// The presets, weakest first.
std::span<const variant> presets();

/// The preset of that name, or null.
const variant* find_preset(std::string_view name) noexcept;

/// An answer's place in a question: its name in scenario files, and whether it works in this
/// release.
struct choice {
    std::string_view name;
    bool built;
};

/// One question: its name in scenario files, and its answers.
struct question {
    std::string_view name;
    /// A sentence for people: what is being decided.
    std::string_view asks;
    std::span<const choice> answers;
    /// Position of the variant's answer among `answers`.
    std::size_t (*get)(const variant&);
    void (*set)(variant&, std::size_t);
};

/// Every question, in the order of protocol/README.md.
std::span<const question> questions() noexcept;

/// The question of that name, or null.
const question* find_question(std::string_view name) noexcept;

/// Why a variant cannot be run: answers that are not built, and answers that contradict each
/// other. Empty for a variant that can.
std::vector<std::string> objections(const variant& candidate);

}  // namespace syncsim::protocol
